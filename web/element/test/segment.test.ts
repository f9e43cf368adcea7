import { describe, expect, it } from "vitest";
import type { Class } from "../src/generated/segment";
import type { TableData } from "../src/table";
import { columnsUsed, editedBands, editedClasses, initialBands, initialSources, levelColumns, strategyParams } from "../src/views/segment/state";

const number = (name: string) => ({ name, kind: "number" as const, nMissing: 0, range: { min: 0, max: 9, mean: 2 } });
const table: TableData = {
  ...{ name: "t", nRows: 9, ids: [], meanings: new Map(), suggested: [] },
  columns: [number("arrears_risk"), number("revenue_yuan"), number("kva"), number("用电量")],
};
const sources = initialSources(table);

describe("results", () => {
  it("are columns of their names, else stand-ins; the latter have bands of their own", () => {
    expect(sources).toEqual({ contribution: "revenue_yuan", arrears_risk: "arrears_risk" });
    expect(initialBands(table, sources)).toMatchObject({ contribution: { kind: "top_shares" }, arrears_risk: { kind: "own" } });
  });

  it("are given to strategies when they are no stand-ins", () => {
    expect(strategyParams("2026-01-31", sources, initialBands(table, sources), undefined).results).toEqual({ arrears_risk: "arrears_risk" });
  });

  it("know which bands were moved", () => {
    const bands = initialBands(table, sources);
    expect(editedBands(table, sources, bands)).toEqual({});
    const moved = { ...bands, contribution: { kind: "cuts" as const, high: 5, medium: 2 } };
    expect(editedBands(table, sources, moved)).toEqual({ contribution: moved.contribution });
  });
});

describe("classes", () => {
  const classes: Class[] = [
    { id: "large", title: { en: "Large", zh: "大" }, when: "kva >= 3" },
    { id: "other", title: { en: "Other", zh: "其他" } },
  ];

  it("are sent when a condition was written anew, all of them", () => {
    expect(editedClasses(classes, { large: "kva >= 3" })).toBeUndefined();
    expect(editedClasses(classes, { large: "kva >= 5" })?.map(({ when }) => when)).toEqual(["kva >= 5", undefined]);
  });

  it("need the columns that their conditions name, quoted ones too", () => {
    expect(columnsUsed(table, {}, ["kva >= 3 AND `用电量` > 2", null], [])).toEqual(["kva", "用电量"]);
    expect(columnsUsed(table, sources, [{ column: "kva", gte: 1 }], [])).toEqual(["arrears_risk", "revenue_yuan", "kva"]);
  });
});

describe("levels", () => {
  it("are read from a reply's cells, missing ones stay missing", () => {
    const columns = levelColumns(
      [
        { name: "customer_class_after", kind: "category", codes: Uint32Array.of(0, 0xffffffff), levels: ["large"] },
        { name: "cell_after", kind: "category", codes: Uint32Array.of(0, 0xffffffff), levels: ["large/HULMU"] },
      ],
      "after",
    );
    expect(columns.map(({ name }) => name).slice(0, 3)).toEqual(["customer_class", "contribution_level", "outage_sensitivity_level"]);
    const levels = columns.slice(1).map((column) => column.kind === "category" && column.levels[column.codes[0]!]);
    expect(levels).toEqual(["high", "unknown", "low", "medium", "unknown"]);
    expect(columns[1]).toMatchObject({ codes: Uint32Array.of(0, 0xffffffff) });
  });
});
