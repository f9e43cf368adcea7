import { css, html } from "lit";
import { state } from "lit/decorators.js";
import { customElement } from "../../define";
import { sampledRows } from "../../charts/sampling";
import "../../charts/scatter";
import { hasFewWhole, type ScatterData } from "../../charts/scatter-option";
import type { FitReply, UnusualReply } from "../../generated/density";
import { bar } from "../../parts/bar";
import { dataTable, numeric } from "../../parts/data-table";
import { selectField } from "../../parts/fields";
import type { Named } from "../../parts/question-state";
import { categoryIn } from "../../parts/reply-columns";
import { numberColumn } from "../../table";
import { ModuleView, type Rest } from "../../view";
import "./reach";
import "./settings";
import { candidates, fitParams, initialSettings, type Settings } from "./state";

/** Groups that the table of groups lists. */
const N_GROUPS = 12;
const UNUSUAL = "unusual";

/** Parameters that have a control of their own. */
const OWN = ["columns", "log", "standardize", "eps", "min_points", "top"];

/** What a person has set. */
interface State {
  settings: Settings;
  /** The columns of the picture. */
  axes: [string, string];
}

/** Customers who fit no group, and what sets each apart. */
@customElement("gf-density")
export class DensityView extends ModuleView<State> {
  static override styles = [
    ...ModuleView.styles,
    css`
      ul {
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto 110px;
        gap: 2px 8px;
        align-items: center;
      }
      /* A reason needs the width of its words: the table scrolls sideways. */
      @container (max-width: 560px) {
        ul {
          min-width: 15rem;
        }
        li {
          grid-template-columns: auto minmax(0, 1fr);
          margin-bottom: 4px;
        }
        li > :first-child {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  @state() private settings!: Settings;
  @state() private axes: [string, string] = ["", ""];
  @state() private fit: FitReply | undefined;
  @state() private unusual: (UnusualReply & Named)[] = [];
  @state() private scatter: ScatterData | undefined;
  @state() private isBusy = false;

  /** Whether each row fits no group: 1, fits one: 0. */
  #codes = new Uint32Array();

  protected override get kept(): State {
    return { settings: this.settings, axes: this.axes };
  }

  protected override begin({ settings, axes = ["", ""] }: Partial<State>): void {
    this.settings = { ...initialSettings(this.table), ...settings };
    this.axes = axes;
    this.fit = undefined;
    this.scatter = undefined;
    this.refit();
  }

  protected override get others(): Rest {
    return { module: "density", op: "fit", own: OWN, words: this.t.density.params };
  }

  protected override render() {
    const { table, locale, settings, fit } = this;
    if (candidates(table).length === 0) return html`<p class="card">${this.t.data.noColumns}</p>`;
    return this.layout(
      html`<gf-density-settings
        class="sticky"
        .table=${table}
        .settings=${settings}
        .fit=${fit}
        .locale=${locale}
        @gf-settings=${this.#changeSettings}
      ></gf-density-settings>`,
      html`${this.#overview()} ${fit ? html`${this.#picture()} ${this.#listed()} ${this.#groups(fit)}` : ""}`,
    );
  }

  #overview() {
    const t = this.t.density;
    const { fit } = this;
    return html`<section class="card" aria-labelledby="overview" aria-busy=${this.isBusy}>
      <div class="row between">
        <h2 id="overview">${t.title}</h2>
        ${this.isBusy ? html`<span class="quiet">${this.t.app.working}</span>` : this.lastReply(this.ms)}
      </div>
      <p role="status">${fit ? this.#summary(fit) : this.waiting}</p>
      ${fit
        ? html`<p class="quiet">${t.curveHelp(this.format.count(fit.min_points))}</p>
            <gf-density-reach .percentiles=${fit.reach_percentiles} .eps=${fit.eps} .locale=${this.locale}></gf-density-reach>`
        : ""}
    </section>`;
  }

  #summary({ n_unusual, n_rows_used, unusual_share, groups }: FitReply): string {
    const { count, share } = this.format;
    return this.t.density.summary(count(n_unusual), count(n_rows_used), share(unusual_share), count(groups.length));
  }

  #listed() {
    const t = this.t.density;
    if (this.unusual.length === 0) return html`<p class="card">${t.nobody}</p>`;
    const reach = this.format.column(this.unusual.map((one) => one.reach));
    return html`<section class="card" aria-labelledby="unusual">
      <h2 id="unusual">${t.unusual}</h2>
      ${dataTable({
        label: t.unusual,
        caption: `${t.unusualHelp} ${this.t.kmeans.sdHelp}`,
        head: [{ text: this.t.whatIf.customer }, numeric(t.reach), { text: t.reasons }],
        rows: this.unusual.map((one) => [this.customer(one), reach(one.reach), this.#reasons(one)]),
      })}
    </section>`;
  }

  #reasons({ reasons }: UnusualReply) {
    const t = this.t.density;
    const { value, signed, share } = this.format;
    return html`<ul>
      ${reasons.map(
        (reason) => html`<li>
          <span>
            <strong>${this.breakable(reason.column)}</strong>:
            ${t.reason(value(reason.value ?? NaN), value(reason.nearest_value ?? NaN), this.t.kmeans.sd(signed(reason.stands_out_sd)))}
          </span>
          <span class="quiet number">${share(reason.share)}</span> ${bar(reason.share)}
        </li>`,
      )}
    </ul>`;
  }

  #picture() {
    const t = this.t.density;
    const { columns } = this.settings;
    const axis = (id: string, label: string, index: 0 | 1) =>
      selectField({
        ...{ id, label, options: columns, chosen: this.axes[index] },
        choose: (name) => {
          this.axes = index === 0 ? [name, this.axes[1]] : [this.axes[0], name];
          this.next(() => this.#draw());
        },
      });
    const [x, y] = this.axes;
    return html`<section class="card" aria-labelledby="picture">
      <h2 id="picture">${this.t.scatter.title}</h2>
      <div class="row">${axis("x", this.t.scatter.x, 0)} ${axis("y", this.t.scatter.y, 1)}</div>
      <gf-scatter .data=${this.scatter} .description=${t.scatter(x, y)} .locale=${this.locale}></gf-scatter>
      <p class="quiet">${t.scatterHelp}</p>
    </section>`;
  }

  #groups({ groups }: FitReply) {
    const t = this.t.density;
    const { count, share } = this.format;
    if (groups.length === 0) return "";
    return html`<section class="card" aria-labelledby="groups">
      <h2 id="groups">${t.groups}</h2>
      ${dataTable({
        label: t.groups,
        head: [{ text: t.group }, numeric(this.t.kmeans.size), numeric(this.t.kmeans.share)],
        rows: groups.slice(0, N_GROUPS).map(({ group, size, share: part }) => [group, count(size), html`${share(part)} ${bar(part)}`]),
      })}
      ${groups.length > N_GROUPS ? html`<p class="quiet">${t.moreGroups(count(groups.length - N_GROUPS))}</p>` : ""}
    </section>`;
  }

  #changeSettings({ detail }: CustomEvent<Settings>): void {
    this.settings = detail;
    this.refit();
  }

  protected override refit(): void {
    if (this.settings.columns.length === 0) return;
    this.anew(async () => {
      this.isBusy = true;
      try {
        await this.#fit();
      } finally {
        this.isBusy = false;
      }
    });
  }

  async #fit(): Promise<void> {
    const { columns } = this.settings;
    const reply = await this.ask("density", { op: "fit", params: fitParams(this.settings) }, columns);
    this.unusual = await this.named(reply.body.unusual);
    const { codes, levels } = categoryIn(reply.columns, "group");
    const unusual = levels.indexOf(UNUSUAL);
    this.#codes = codes.map((code) => (code === unusual ? 1 : code < levels.length ? 0 : 0xffffffff));
    this.fit = reply.body;
    const [x, y] = this.axes;
    const known = [x, y].filter((name) => columns.includes(name));
    if (known.length < 2) this.axes = [columns[0] ?? "", columns[1] ?? columns[0] ?? ""];
    await this.#draw();
  }

  async #draw(): Promise<void> {
    const { log } = this.settings;
    const axis = async (name: string) => {
      const column = await this.client.call("column", { name });
      const values = column.kind === "number" ? column.values : new Float64Array();
      const isLog = log.includes(name) && values.some((value) => value > 0);
      return { name, values, isLog, isWhole: hasFewWhole(numberColumn(this.table, name)) };
    };
    const [x, y] = await Promise.all(this.axes.map(axis));
    if (!x || !y) return;
    const { usual, unusual } = this.t.density.levels;
    this.scatter = { x, y, codes: this.#codes, levels: [usual, unusual], rows: sampledRows(this.table.nRows) };
  }
}
