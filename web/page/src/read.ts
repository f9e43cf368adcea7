/** Files as the page reads them: the page gives types, those that a person chose and those of numbers that are ids. */

import type { CallOptions, Client } from "../../element/src/client/client";
import type { CallProblem, Calls } from "../../element/src/client/protocol";
import { payloadOf } from "../../element/src/client/table-input";
import { tableOf, type TableData } from "../../element/src/table";

/** What a column can be read as. */
export const KINDS = ["number", "category", "items", "date", "id", "skip"] as const;

export type Kind = (typeof KINDS)[number];

/** Kinds by column, of those that are not left to be found out. */
export type Kinds = Readonly<Record<string, Kind>>;

/** A file that is the table. */
export interface OpenFile {
  file: File;
  /** Its columns, those that are no part of the table among them: the order stays however they are read. */
  names: readonly string[];
  /** As they were given; nothing where the file has types of its own. */
  kinds: Kinds | undefined;
  /** Columns of numbers that are kept aside because they are called as ids are. */
  foundIds: readonly string[];
}

export interface FileRead {
  table: TableData;
  opened: OpenFile;
}

/** Makes a file the table. Kinds that are given may be those of another file: what this one lacks is let go. */
export async function readFile(client: Client, file: File, kinds: Kinds, options: CallOptions): Promise<FileRead> {
  const payload = await payloadOf(file);
  if (payload.kind !== "bytes" || payload.format === "arrow") {
    return readAs(file, await client.call("readTable", payload, options), undefined);
  }
  try {
    return readAs(file, await client.call("readTable", { ...payload, types: kinds, findsIds: true }, options), kinds);
  } catch (thrown) {
    const { code, values } = thrown as Partial<CallProblem>;
    const { [String(values?.column)]: lacking, ...others } = kinds;
    if (code !== "unknown_column" || !lacking) throw thrown;
    return readFile(client, file, others, options);
  }
}

function readAs(file: File, { foundIds = [], ...summary }: Calls["readTable"]["result"], given: Kinds | undefined): FileRead {
  const kinds = given && { ...given, ...Object.fromEntries(foundIds.map((name) => [name, "id" as const])) };
  const names = new Set([...summary.ids, ...summary.columns.map(({ name }) => name), ...Object.keys(kinds ?? {})]);
  return { table: tableOf(summary, file.name), opened: { file, names: [...names], kinds, foundIds } };
}

/** Reads it anew with other kinds. The table stays where this fails. */
export async function readAgain(client: Client, { file, names, foundIds }: OpenFile, kinds: Kinds, options: CallOptions): Promise<FileRead> {
  const { table, opened } = await readFile(client, file, kinds, options);
  return { table, opened: { ...opened, names, foundIds: [...opened.foundIds, ...foundIds.filter((name) => kinds[name] === "id")] } };
}
