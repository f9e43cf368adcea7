import { describe, expect, it } from "vitest";
import { escaped, framed } from "../src/charts/frame";

const look = { heading: "", legend: [], background: "rgb(255, 255, 255)", text: "rgb(0, 0, 0)", font: "sans-serif" };
const drawing = { svg: "<svg/>", width: 100, height: 50 };

describe("a picture as a file", () => {
  it("has a background and room around the picture", () => {
    const { svg, width, height } = framed(drawing, look);
    expect([width, height]).toEqual([132, 82]);
    expect(svg).toContain('width="132" height="82" viewBox="0 0 132 82"');
    expect(svg).toContain('<rect width="100%" height="100%" fill="rgb(255, 255, 255)"/>');
    expect(svg).toContain('<g transform="translate(16 16)"><svg/></g>');
  });

  it("grows with its heading, and with the lines that its legend needs", () => {
    const entry = (label: string) => ({ label, color: "red", shape: "circle" as const });
    expect(framed(drawing, { ...look, heading: "What" }).height).toBe(82 + 30);
    // Each entry takes 34 and 7.5 a letter: two short ones fit beside each other in 100, long ones do not.
    expect(framed(drawing, { ...look, legend: [entry("a"), entry("b")] }).height).toBe(82 + 22);
    expect(framed(drawing, { ...look, legend: [entry("residential"), entry("commercial")] }).height).toBe(82 + 44);
    expect(framed(drawing, { ...look, legend: [entry("居民客户"), entry("工商业")] }).height).toBe(82 + 44);
  });

  it("keeps texts texts, whatever is in them", () => {
    const { svg } = framed(drawing, { ...look, heading: '</text><script>"&', font: '"Noto Sans"' });
    expect(svg).toContain("&lt;/text&gt;&lt;script&gt;&quot;&amp;");
    expect(svg).toContain('font-family="&quot;Noto Sans&quot;"');
    expect(svg).not.toContain("<script>");
    expect(escaped("a\u0000b\u001fc\td")).toBe("abc\td");
  });
});
