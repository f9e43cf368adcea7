import { html } from "lit";
import { property } from "lit/decorators.js";
import { customElement } from "../../define";
import { GridfolkElement } from "../../element";
import { checkField, columnsField, fieldStyles, selectField, sliderField } from "../../parts/fields";
import { meaningOf, type TableData } from "../../table";
import { candidates, targets, withTarget, type Settings } from "./state";

/** What the tree tells, by which columns, and how far it grows. */
@customElement("gf-tree-settings")
export class TreeSettings extends GridfolkElement {
  static override styles = [...GridfolkElement.styles, fieldStyles];

  @property({ attribute: false }) table!: TableData;
  @property({ attribute: false }) settings!: Settings;

  protected override render() {
    const t = this.t.tree;
    const { target, columns, maxDepth, minLeaf, isBalanced, pruning } = this.settings;
    const { count, value } = this.format;
    const leafMax = Math.max(50, Math.min(1000, Math.floor(this.table.nRows / 10)));
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${t.settings}</h2>
      ${selectField({
        ...{ id: "target", label: t.target, options: targets(this.table), chosen: target },
        help: meaningOf(this.table, target, this.locale),
        choose: (name) => this.emit("gf-settings", withTarget(this.table, this.settings, name)),
      })}
      ${sliderField({
        ...{ id: "max-depth", label: t.maxDepth, value: maxDepth, shown: count(maxDepth), min: 1, max: 8, step: 1 },
        change: (depth) => this.#change({ maxDepth: depth }),
      })}
      ${sliderField({
        ...{ id: "min-leaf", label: t.minLeaf, value: minLeaf, shown: count(minLeaf), min: 1, max: leafMax, step: 1 },
        change: (n) => this.#change({ minLeaf: n }),
      })}
      ${sliderField({
        ...{ id: "pruning", label: t.pruning, help: t.pruningHelp, value: pruning, shown: value(pruning) },
        ...{ min: 0, max: 0.02, step: 0.0005 },
        change: (alpha) => this.#change({ pruning: alpha }),
      })}
      ${checkField(t.balanced, isBalanced, (isChecked) => this.#change({ isBalanced: isChecked }), t.balancedHelp)}
      ${columnsField({
        ...{ legend: t.columns, names: candidates(this.table, target), chosen: columns, whenEmpty: t.chooseColumns },
        meaning: (name) => meaningOf(this.table, name, this.locale),
        change: (chosen) => this.#change({ columns: chosen }),
      })}
    </section>`;
  }

  #change(part: Partial<Settings>): void {
    this.emit("gf-settings", { ...this.settings, ...part });
  }
}
