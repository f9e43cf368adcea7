/** Arrow IPC, file or stream, as columns: the same types as every host reads. */

import { tableFromIPC, Type, type DataType } from "@uwdata/flechette";
import { categoryOf, itemsOf } from "./columns";
import { refusal } from "./problem";
import type { Column } from "./protocol";

const MS_A_DAY = 86_400_000;
/** By the unit of timestamps: seconds, and the thousandth part of the one before. */
const UNITS_A_DAY = [86_400, MS_A_DAY, 86_400_000_000, 86_400_000_000_000];

/** Numbers that are rounded once become the nearest ones, as in every host: the whole ones, and what is divided here. */
const AS_WRITTEN = { useBigInt: true, useBigIntTimestamp: true, useDecimalInt: true };

type Read = (name: string, cells: ArrayLike<unknown>) => Column;

export function columnsOfArrow(bytes: Uint8Array): Column[] {
  try {
    const table = tableFromIPC(bytes, AS_WRITTEN);
    return table.schema.fields.map(({ name, type }, at) => readerOf(name, type)(name, table.getChildAt(at).toArray()));
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    throw refusal("table_not_read", `the table is not Arrow: ${thrown.message}`, { format: "Arrow" }, "/table");
  }
}

function readerOf(name: string, type: DataType): Read {
  const { typeId } = type;
  if (typeId === Type.Dictionary) return readerOf(name, type.dictionary);
  if (typeId === Type.Utf8 || typeId === Type.LargeUtf8 || typeId === Type.Utf8View || typeId === Type.Bool) return texts;
  if (typeId === Type.Date) return days(MS_A_DAY);
  if (typeId === Type.Timestamp) return days(UNITS_A_DAY[type.unit] ?? NaN);
  if (typeId === Type.Decimal) return decimals(type.scale);
  if (typeId === Type.Int || typeId === Type.Float || typeId === Type.Null) return numbers;
  if (isList(type) && readerOf(name, type.children[0].type) === texts) return lists;
  const [kind] = Object.entries(Type).find(([, id]) => id === typeId) ?? ["?"];
  const message = `column ${JSON.stringify(name)} is of type ${kind}; numbers, texts, dates and lists of texts are read`;
  throw refusal("column_type_not_read", message, { column: name }, `/table/columns/${name}`);
}

function isList(type: DataType): type is Extract<DataType, { typeId: typeof Type.List }> {
  const kinds: number[] = [Type.List, Type.LargeList, Type.FixedSizeList, Type.ListView, Type.LargeListView];
  return kinds.includes(type.typeId);
}

const numbers: Read = (name, cells) => ({ name, kind: "number", values: Float64Array.from(cells, numberOf) });

function days(unitsADay: number): Read {
  return (name, cells) => ({ name, kind: "number", values: Float64Array.from(cells, (cell) => numberOf(cell) / unitsADay) });
}

function decimals(scale: number): Read {
  const power = Number(`1e${scale}`);
  // Both are exact there, so that dividing rounds once.
  const isExact = (unscaled: number) => scale >= 0 && scale <= 22 && Number.isSafeInteger(unscaled);
  const nearest = (cell: unknown) => (isExact(Number(cell)) ? Number(cell) / power : Number(`${cell}e${-scale}`));
  return (name, cells) => ({ name, kind: "number", values: Float64Array.from(cells, (cell) => (cell === null ? NaN : nearest(cell))) });
}

const texts: Read = (name, cells) => categoryOf(name, Array.from(cells, (cell) => (cell === null ? null : String(cell))));

const lists: Read = (name, cells) => itemsOf(name, Array.from(cells as ArrayLike<Iterable<string | null> | null>));

function numberOf(cell: unknown): number {
  return cell === null || cell === undefined ? NaN : Number(cell);
}
