import { describe, expect, it } from "vitest";
import { formatsOf } from "../src/format/numbers";

const en = formatsOf("en");

describe("numbers", () => {
  it("have three digits when small and are whole when large", () => {
    expect([0.031415, 2.71828, 14.06, 999.4, 12345.6].map(en.value)).toEqual(["0.0314", "2.72", "14.1", "999", "12,346"]);
  });

  it("become powers of ten at both ends", () => {
    expect([1.5e13, 2e-6].map(en.value)).toEqual(["1.5E13", "2E-6"]);
  });

  it("are a dash when they are missing", () => {
    expect([en.value(NaN), en.share(NaN), en.count(Infinity)]).toEqual(["–", "–", "–"]);
  });

  it("carry signs and units", () => {
    expect([en.difference(12), en.difference(0), en.difference(-3), en.signed(2.46)]).toEqual(["+12", "0", "-3", "+2.5"]);
    expect([en.roundShare(0), en.roundShare(0.2), en.roundShare(0.0125)]).toEqual(["0%", "20%", "1.25%"]);
    expect([en.share(0.1234), en.ms(3.14159), en.bytes(12_345)]).toEqual(["12.3%", "3.1 ms", "12.3 kB"]);
  });
});
