import { css, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import type { Client } from "./client/client";
import { Latest } from "./client/latest";
import { problemOf } from "./client/problem";
import type { CallProblem } from "./client/protocol";
import { GridfolkElement } from "./element";
import type { TableData } from "./table";

/**
 * What the views of modules have in common: a table, one job at a time in the worker, a problem, and a
 * state that can be kept and begun with again. A state is JSON. It tells `gf-state` after every job.
 */
export abstract class ModuleView<State extends object> extends GridfolkElement {
  static override styles = [
    ...GridfolkElement.styles,
    css`
      :host {
        container-type: inline-size;
      }
      .layout {
        display: grid;
        grid-template-columns: minmax(300px, 350px) minmax(0, 1fr);
        gap: 16px;
      }
      .column {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: 16px;
        min-width: 0;
      }
      /* The sliders stay in sight beside whatever they change. */
      @container (min-width: 861px) {
        .settings {
          align-content: start;
          grid-template-rows: auto 1fr;
        }
        gf-scenario {
          position: sticky;
          top: 12px;
          align-self: start;
          max-height: calc(100vh - 24px);
          overflow: auto;
        }
      }
      @container (max-width: 860px) {
        .layout {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) table!: TableData;
  /** What to begin with in place of the view's own choice: a state that was told, or parts of one. */
  @property({ attribute: false }) given: Partial<State> | undefined;

  @state() protected problem: CallProblem | undefined;
  /** Milliseconds of the module's last reply. */
  @state() protected ms = NaN;

  #latest = new Latest();

  /** Begins anew with the present table. */
  protected abstract begin(given: Partial<State>): void;

  /** What the person has set: enough to come back here. */
  protected abstract get kept(): State;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("table") || changed.has("given")) this.begin(this.given ?? {});
  }

  /** Does a job now, or after the one under way of its queue, unless a newer one comes. */
  protected next(work: () => Promise<void>, queue = this.#latest): void {
    queue.submit(async () => {
      try {
        await work();
        this.problem = undefined;
      } catch (thrown) {
        this.problem = problemOf(thrown);
        this.emit("gf-problem", this.problem);
      }
      this.emit("gf-state", this.kept);
    });
  }

  /** Runs an operation of the module on columns of the table. */
  protected async run(module: string, request: string, columns: readonly string[]) {
    const reply = await this.client.call("run", { module, request, columns });
    this.ms = reply.ms;
    return reply;
  }

  /** Rows with the names that people know these customers by. */
  protected async named<Row extends { row: number }>(rows: readonly Row[]): Promise<(Row & { id: string | undefined })[]> {
    const ids = await this.client.call("ids", { rows: rows.map(({ row }) => row) });
    return rows.map((row, index) => ({ ...row, id: ids[index] }));
  }
}
