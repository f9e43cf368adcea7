import { describe, expect, it } from "vitest";
import { formatsOf, shortened } from "../src/format/numbers";

const en = formatsOf("en");

describe("numbers", () => {
  it("have three digits when small and are whole when large", () => {
    expect([0.031415, 2.71828, 14.06, 999.4, 12345.6].map(en.value)).toEqual(["0.0314", "2.72", "14.1", "999", "12,346"]);
  });

  it("become powers of ten at both ends", () => {
    expect([1.5e13, 2e-6].map(en.value)).toEqual(["1.5E13", "2E−6"]);
  });

  it("are a dash when they are missing", () => {
    expect([en.value(NaN), en.share(NaN), en.count(Infinity)]).toEqual(["–", "–", "–"]);
  });

  it("are chances with three decimals, down to where they differ in nothing that matters", () => {
    expect([0.00492, 0.191, 1, 0.0004].map(en.chance)).toEqual(["0.005", "0.191", "1.000", "< 0.001"]);
  });

  it("carry signs and units", () => {
    expect([en.difference(12), en.difference(0), en.difference(-3), en.signed(2.46)]).toEqual(["+12", "0", "−3", "+2.5"]);
    expect([en.roundShare(0), en.roundShare(0.2), en.roundShare(0.0125)]).toEqual(["0%", "20%", "1.25%"]);
    expect([en.share(0.1234), en.ms(3.14159), en.bytes(12_345)]).toEqual(["12.3%", "3.1 ms", "12.3 kB"]);
  });
});

describe("the numbers of one column", () => {
  const written = (values: (number | null)[], isSigned = false) => values.map(en.column(values, isSigned));

  it("have the same decimals", () => {
    expect(written([0.27, 0.266, 0.3])).toEqual(["0.270", "0.266", "0.300"]);
    expect(written([7, 6.51, 6.2])).toEqual(["7.00", "6.51", "6.20"]);
    expect(written([-13, -12.9, 4.55])).toEqual(["−13.0", "−12.9", "4.6"]);
    expect(written([12345.6, 250.4])).toEqual(["12,346", "250"]);
  });

  it("have no decimals that say nothing", () => {
    expect(written([3, 12, 0])).toEqual(["3", "12", "0"]);
    expect(written([0.5, 0.25])).toEqual(["0.50", "0.25"]);
  });

  it("have more decimals where two would look the same, or be far off", () => {
    expect(written([8.31, 0.996, 1])).toEqual(["8.310", "0.996", "1.000"]);
    expect(written([120, 0.5, 0])).toEqual(["120.0", "0.5", "0.0"]);
  });

  it("stand as if alone where the common decimals would lose them", () => {
    expect(written([120, 0.0004])).toEqual(["120", "0.0004"]);
    expect(written([2e-6, 0])).toEqual(["2E−6", "0"]);
    expect(written([5e13, 1])).toEqual(["5E13", "1"]);
  });

  it("have signs where they are differences, and a dash where one is missing", () => {
    expect(written([0.25, -0.5, 0, null], true)).toEqual(["+0.25", "−0.50", "0.00", "–"]);
    expect(written([])).toEqual([]);
  });
});

describe("a text", () => {
  it("is told with its long numbers in as many digits as people read", () => {
    expect(shortened("kwh_change_share at most -0.294995, kwh_year above 12345.678901, tenure 1234.5, 10%")).toBe(
      "kwh_change_share at most -0.295, kwh_year above 12346, tenure 1234.5, 10%",
    );
  });
});
