import { describe, expect, it } from "vitest";
import { fromLink, fromText, History, toLink, viewIn, type SavedPage } from "../../page/src/saved";

const saved: SavedPage = {
  gridfolk: 1,
  open: "kmeans",
  source: { module: "sample", nCustomers: 2000 },
  views: { kmeans: { edits: [{ column: "用电量", amount: -30 }] } },
};

describe("what a person has set", () => {
  it("goes through a link and a file unchanged, Chinese names too", () => {
    expect(toLink(saved)).toMatch(/^[\w-]+$/);
    expect(fromLink(toLink(saved))).toEqual(saved);
    expect(fromText(JSON.stringify(saved))).toEqual(saved);
    expect(viewIn(`#kmeans?${toLink(saved)}`)).toBe("kmeans");
  });

  it("says how columns of a file are read, by kinds that there are", () => {
    const { source, ...ofFile } = { ...saved, kinds: { 户号: "id", note: "skip" } as const };
    expect(fromLink(toLink(ofFile))).toEqual(ofFile);
    for (const kinds of [3, null, { 户号: "text" }, { 户号: 1 }]) {
      expect(() => fromText(JSON.stringify({ ...ofFile, kinds }))).toThrowError(expect.objectContaining({ code: "state_not_readable" }));
    }
  });

  it("is refused when it is something else", () => {
    for (const text of ["", "%%%", "bm9uc2Vuc2U"]) expect(() => fromLink(text)).toThrowError(expect.objectContaining({ code: "state_not_readable" }));
    for (const other of [null, [], { ...saved, gridfolk: 2 }, { ...saved, views: { kmeans: 3 } }]) {
      expect(() => fromText(JSON.stringify(other))).toThrowError(expect.objectContaining({ code: "state_not_readable" }));
    }
  });
});

describe("the history", () => {
  const states = (...times: [number, number][]) => {
    const history = new History();
    for (const [k, ms] of times) history.add({ k }, ms);
    return history;
  };

  it("goes back and forth, and a new state ends the way forth", () => {
    const history = states([1, 0], [2, 1000], [3, 2000]);
    expect(history.go(-1)).toEqual({ k: 2 });
    expect(history.go(-1)).toEqual({ k: 1 });
    expect(history.go(-1)).toBeUndefined();
    expect(history.go(1)).toEqual({ k: 2 });
    history.add({ k: 2 }, 2500);
    history.add({ k: 9 }, 3000);
    expect([history.has(1), history.go(-1)]).toEqual([false, { k: 2 }]);
  });

  it("takes a movement of a slider as one step, but never the first state", () => {
    const history = states([1, 0], [2, 100], [3, 200], [4, 300]);
    expect(history.go(-1)).toEqual({ k: 1 });
    expect(history.go(1)).toEqual({ k: 4 });
  });

  it("takes what a view tells after a step as that step", () => {
    const history = states([1, 0], [2, 1000]);
    history.go(-1);
    history.add({ k: 1, note: "as the view puts it" } as object, 1001);
    expect(history.has(1)).toBe(true);
    expect(history.current).toEqual({ k: 1, note: "as the view puts it" });
  });
});
