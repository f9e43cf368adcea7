/** The tables that the element was given, on their way to its worker. */

import type { Client } from "./client/client";
import type { ReadHints, TableInput } from "./client/table-input";
import { readTable, type TableData } from "./table";

/** A table as it was given. */
export interface Given {
  table: TableInput;
  hints: ReadHints;
}

/** Tables are read and taken away one after the other, so that it is known which one the worker has. */
export class Tables {
  /** The table that counts: the last one that was given, unless it could not be read. */
  given: Given | undefined;
  /** The same, whether or not it could be read; none once it was taken away. */
  last: Given | undefined;
  /** What the worker has of the last one that could be read. */
  data: TableData | undefined;
  #read: Given | undefined;
  /** Who was asked to read the given one. */
  #reader: Client | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** Whether the worker has the given one, or none where none is given. */
  get isRead(): boolean {
    return this.given === this.#read;
  }

  /** The given one, where this client was not asked to read it. */
  lackedBy(client: Client | undefined): Given | undefined {
    return this.#reader === client ? undefined : this.given;
  }

  /** Waits until all that was given is read, or refused. */
  async settled(): Promise<void> {
    await this.#turn;
  }

  /** Has it read. Where that fails, and no later one was given, the one before counts as given. */
  read(client: Client, given: Given): Promise<TableData> {
    this.given = this.last = given;
    this.#reader = client;
    return this.#inTurn(async () => {
      try {
        this.data = await readTable(client, given.table, given.hints);
        this.#read = given;
        return this.data;
      } catch (thrown) {
        // An element that has left the page meanwhile reads the new one when it is back.
        if (this.given === given && this.#reader === client) this.given = this.#read;
        throw thrown;
      }
    });
  }

  /** Takes the table away. */
  unload(client: Client | undefined): void {
    this.given = this.last = undefined;
    this.#inTurn(async () => {
      this.#forget();
      await client?.call("readTable", { kind: "columns", columns: [] });
    }).catch(() => {});
  }

  /** The worker has ended: what was given is to be read anew. */
  end(): void {
    this.#reader = undefined;
    this.#forget();
  }

  #forget(): void {
    this.data = undefined;
    this.#read = undefined;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
