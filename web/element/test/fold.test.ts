import { describe, expect, it } from "vitest";
import { firstRows, foldParts, type Progress } from "../src/client/fold";
import { membersOf } from "../src/client/members";
import type { Column } from "../src/client/protocol";
import { rowsOf } from "../src/client/slice";

describe("members of a reply", () => {
  it("are the texts that the module wrote", () => {
    const json = '{"a":1.0,"b":{"c":[1,{"d":"}"}],"e":"\\\\\\"],"},"f":[],"g":"x"}';
    expect([...membersOf(json)]).toEqual([
      ["a", "1.0"],
      ["b", '{"c":[1,{"d":"}"}],"e":"\\\\\\"],"}'],
      ["f", "[]"],
      ["g", '"x"'],
    ]);
    expect(membersOf("{}").size).toBe(0);
    expect([...membersOf('{ "op" : "fit" ,\n  "params": { "k" : 3 } }\n')]).toEqual([
      ["op", '"fit"'],
      ["params", '{ "k" : 3 }'],
    ]);
  });
});

describe("rows of a column", () => {
  it("keep the levels that they have, in the table's order", () => {
    const column: Column = { name: "tariff", kind: "category", codes: Uint32Array.of(2, 0, 0xffffffff, 2, 1), levels: ["a", "b", "c"] };
    expect(rowsOf(column, 2, 4)).toEqual({ name: "tariff", kind: "category", codes: Uint32Array.of(0xffffffff, 0), levels: ["c"] });
    expect(rowsOf(column, 0, 5)).toEqual(column);
  });

  it("of sets end where their own items end", () => {
    const column: Column = { name: "tags", kind: "items", ends: Uint32Array.of(1, 1, 3, 4), codes: Uint32Array.of(0, 1, 2, 0), levels: ["a", "b", "c"] };
    expect(rowsOf(column, 1, 3)).toEqual({ name: "tags", kind: "items", ends: Uint32Array.of(0, 2), codes: Uint32Array.of(0, 1), levels: ["b", "c"] });
  });
});

/** A module that sums what its parts hold, in two rounds. */
function summing(value: number, firstRow: number) {
  const run = async (request: string) => {
    const { op, state, partials, first_row } = JSON.parse(request);
    if (op === "begin") return '{"state":{"round":1}}';
    if (op === "fold") return `{"partial":{"sum":${value * state.round},"first_row":${first_row}}}`;
    const sum = partials.reduce((total: number, partial: { sum: number }) => total + partial.sum, 0);
    if (state.round === 1) return '{"state":{"round":2},"progress":{"share":0.5,"phase":"sum"}}';
    return `{"reply":{"sum":${sum}.0,"rows":[${partials.map((partial: { first_row: number }) => partial.first_row)}]}}`;
  };
  return { firstRow, run };
}

describe("a fit over parts", () => {
  const parts = [summing(1, 0), summing(20, 5)];

  it("goes round by round, tells how far it is, and gives the reply as it is written", async () => {
    const heard: Progress[] = [];
    const reply = await foldParts(parts, "{}", { onProgress: (progress) => heard.push(progress) });
    expect(reply).toBe('{"sum":42.0,"rows":[0,5]}');
    expect(heard).toEqual([{ share: 0.5, phase: "sum" }]);
  });

  it("ends between rounds when it is told to", async () => {
    const controller = new AbortController();
    const fit = foldParts(parts, "{}", { onProgress: () => controller.abort(), signal: controller.signal });
    await expect(fit).rejects.toThrow(/abort/i);
  });

  it("refuses a module that does not keep to the steps", async () => {
    const broken = { firstRow: 0, run: async () => '{"other":1}' };
    await expect(foldParts([broken], "{}")).rejects.toThrow("the module breaks the fold: it gave no state");
  });

  it("divides rows evenly", () => {
    expect(firstRows(10, 3)).toEqual([0, 3, 6]);
    expect(firstRows(2, 4)).toEqual([0, 0, 1, 1]);
  });
});
