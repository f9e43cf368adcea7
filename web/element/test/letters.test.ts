import { describe, expect, it } from "vitest";
import { cut, lettersOf, linesOf } from "../src/charts/letters";

describe("texts of pictures", () => {
  it("take room by their letters, wide ones twice", () => {
    expect(["", "kwh", "用电量", "kWh 用"].map(lettersOf)).toEqual([0, 3, 6, 6]);
  });

  it("are cut where they have more than their room, never within a letter", () => {
    expect(cut("kwh_year", 8)).toBe("kwh_year");
    expect(cut("kwh_years", 8)).toBe("kwh_yea…");
    expect(cut("年用电量（千瓦时）", 8)).toBe("年用电…");
    expect(lettersOf(cut("a😀b😀c", 5))).toBeLessThanOrEqual(5);
    expect(cut("a😀b😀c", 5)).toBe("a😀b…");
  });

  it("stand in lines that end between words, and lose nothing where there are lines enough", () => {
    const question = "n_outage_contacts_12m ≤\u00a00.5";
    expect(linesOf(question, 40, 2)).toEqual([question]);
    expect(linesOf(question, 22, 2)).toEqual(["n_outage_contacts_12m", "≤\u00a00.5"]);
    expect(linesOf(question, 14, 3)).toEqual(["n_outage_", "contacts_12m", "≤\u00a00.5"]);
    expect(linesOf("行业类别: 钢铁, 水泥", 8, 3)).toEqual(["行业类别", ": 钢铁,", "水泥"]);
  });

  it("are cut in the last line alone where there are too few, and a long word where it stands", () => {
    expect(linesOf("district: a, b, c, d, e, f", 10, 2)).toEqual(["district:", "a, b, c, …"]);
    expect(linesOf("abcdefghijkl_m ≤\u00a05", 8, 3)).toEqual(["abcdefg…", "m ≤\u00a05"]);
    expect(linesOf("", 8, 2)).toEqual([""]);
  });
});
