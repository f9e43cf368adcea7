import { describe, expect, it } from "vitest";
import { cut, lettersOf } from "../src/charts/letters";

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
});
