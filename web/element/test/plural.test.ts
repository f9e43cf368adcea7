import { describe, expect, it } from "vitest";
import { en } from "../src/i18n/en";
import { agreeing, plural } from "../src/i18n/plural";

describe("English words beside numbers", () => {
  it("stand for one alone beside 1", () => {
    expect(["0", "1", "2", "1,001"].map((n) => plural(n, "customer"))).toEqual(["0 customers", "1 customer", "2 customers", "1,001 customers"]);
    expect(plural("3", "leaf", "leaves")).toBe("3 leaves");
    expect(["1", "2"].map((n) => agreeing(n, "moves", "move"))).toEqual(["moves", "move"]);
  });

  it("stand for one alone in every sentence of the page", () => {
    const said = sentences(en, "1");
    expect(said.length).toBeGreaterThan(100);
    const many = /(?:^|[^\d.,])1 (?:customers|columns|levels|points|days|rules|cells|cases|segments|rounds|grades|tags|events|leaves|percentage points|smaller ones)\b/;
    const verbs = /(?:^|[^\d.,])1(?: of 1)? customer(?: \([^)]*\))? (?:move|have|are|come|fall|meet|fit)\b/;
    expect(said.filter((text) => many.test(text) || verbs.test(text))).toEqual([]);
  });

  it("agree with the number that they speak of, not with the one beside them", () => {
    expect(en.whatIf.moved("1", "2,000", "0.1%")).toBe("1 of 2,000 customers (0.1%) moves to another segment.");
    expect(en.whatIf.moved("2", "2,000", "0.1%")).toBe("2 of 2,000 customers (0.1%) move to another segment.");
    expect(en.question.withinAlike("1", "class")).toBe("Numbers stay within what the one customer with the same class has.");
    expect(en.tags.profileOf("1", "39")).toBe("1 customer who meets the expression, beside 39 who do not.");
  });
});

type Tree = { [key: string]: string | ((...args: string[]) => string) | Tree };

/** Every text that is made of numbers, with one number in each place. */
function sentences(tree: Tree, n: string): string[] {
  return Object.values(tree).flatMap((value) => {
    if (typeof value === "string") return [];
    return typeof value === "function" ? [value(n, n, n, n)] : sentences(value, n);
  });
}
