import type { DataFrame, Field } from "@grafana/data";

const MS_A_DAY = 86_400_000;

type Cells = (number | string | null)[];

/** A data frame as the element takes tables. Fields of other types than numbers, texts, booleans and times are left out. */
export function tableOf(frame: DataFrame): { columns: Record<string, Cells> } {
  const columns = frame.fields.flatMap((field) => {
    const cells = cellsOf(field);
    return cells ? [[field.name, cells] as const] : [];
  });
  return { columns: Object.fromEntries(columns) };
}

function cellsOf({ type, values }: Field): Cells | undefined {
  const cells = Array.from(values);
  const known = (read: (cell: unknown) => number | string) => cells.map((cell) => (cell === null || cell === undefined ? null : read(cell)));
  switch (type) {
    case "number":
      return known(Number);
    case "time":
      return known((cell) => Number(cell) / MS_A_DAY);
    case "string":
    case "boolean":
    case "enum":
      return known(String);
    default:
      return undefined;
  }
}
