import { describe, expect, it } from "vitest";
import { Before } from "../src/client/before";
import type { Column } from "../src/client/protocol";

const column = (name: string, ...values: number[]): Column => ({ name, kind: "number", values: Float64Array.from(values) });

const asked = (scenario: unknown, { model = { k: 2 }, ...params }: Record<string, unknown> = {}, more = {}) => ({
  ...{ module: "m", columns: ["kwh"], ...more },
  request: JSON.stringify({ op: "what_if", model, params: { scenario, ...params }, rows_as: "columns" }),
});

const scaled = [{ column: "kwh", scale: 2 }];

/** A memory that has had one reply. */
function afterOne(): Before {
  const before = new Before();
  const { omit, complete } = before.of(asked([]));
  expect(omit).toEqual([]);
  const came = [column("segment_before", 1, 2), column("segment_after", 1, 2), column("distance_before", 3, 4), column("distance_after", 3, 4)];
  expect(complete(came)).toEqual(came);
  return before;
}

describe("what a module said before a change", () => {
  it("does not come again with another change, and stands in its place", () => {
    const { omit, complete } = afterOne().of(asked(scaled));
    expect(omit).toEqual(["segment_before", "distance_before"]);
    const all = complete([column("segment_after", 2, 2), column("distance_after", 5, 6)]);
    expect(all.map(({ name }) => name)).toEqual(["segment_before", "segment_after", "distance_before", "distance_after"]);
    expect(all[0]).toEqual(column("segment_before", 1, 2));
    expect(all[1]).toEqual(column("segment_after", 2, 2));
  });

  it("comes again with another model, parameter, choice of columns or module, and with columns that are no part of the table", () => {
    const before = afterOne();
    for (const args of [
      asked(scaled, { model: { k: 3 } }),
      asked(scaled, { threshold: 0.5 }),
      asked(scaled, {}, { columns: ["kwh", "late"] }),
      asked(scaled, {}, { module: "other" }),
      asked(scaled, {}, { extra: [column("made", 1, 2)] }),
      { ...asked(scaled), request: JSON.stringify({ op: "predict", model: { k: 2 } }) },
    ]) expect(before.of(args).omit, JSON.stringify(args)).toEqual([]);
  });

  it("comes again with another table, even where a reply of the one before comes late", () => {
    const before = afterOne();
    const { complete } = before.of(asked(scaled));
    before.forget();
    complete([column("segment_after", 2, 2), column("distance_after", 5, 6)]);
    expect(before.of(asked(scaled)).omit).toEqual([]);
  });

  it("comes again where somebody sent its memory elsewhere", () => {
    const before = afterOne();
    const [sent] = before.of(asked(scaled)).complete([]);
    structuredClone(sent, { transfer: [(sent as Column & { kind: "number" }).values.buffer as ArrayBuffer] });
    expect(before.of(asked([])).omit).toEqual([]);
  });
});
