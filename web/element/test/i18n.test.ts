import { describe, expect, it } from "vitest";
import { preferred } from "../src/i18n";
import { en } from "../src/i18n/en";
import { zh } from "../src/i18n/zh";

type Tree = { [key: string]: string | ((...args: string[]) => string) | Tree };

function texts(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const name = `${path}.${key}`;
    if (typeof value === "string") return [[name, value]];
    if (typeof value === "function") return [[name, value("«1»", "«2»", "«3»")]];
    return texts(value, name);
  });
}

describe("the two languages", () => {
  it("say every text, with the same values in it", () => {
    const chinese = new Map(texts(zh));
    for (const [name, text] of texts(en)) {
      const values = (message: string | undefined) => [...(message ?? "").matchAll(/«\d»/g)].map(String).sort();
      expect(text, name).not.toBe("");
      expect(values(chinese.get(name)), name).toEqual(values(text));
    }
  });

  it("are Chinese in the Chinese file, but for names", () => {
    const latin = texts(zh).filter(([, text]) => !/[\u4e00-\u9fff]/.test(text));
    expect(latin.map(([name]) => name).sort()).toEqual([".kmeans.sd", ".modules.sha256", ".portrait.levelOf", ".words.listed", ".words.named"]);
  });

  it("are chosen by the browser's first language that the page speaks", () => {
    expect(preferred(["zh-TW", "en"])).toBe("zh-CN");
    expect(preferred(["fr-FR", "en-GB", "zh"])).toBe("en");
    expect(preferred(["de"])).toBe("en");
  });
});
