/** A table of the page as a picture: what stands in it, where it stands, with the colours that it has now. */

import { escaped, type Drawing } from "./frame";

/** Where something stands in the picture. */
interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A table that is drawn now, all of it, whatever part of it is in sight. */
export function tableDrawing(table: HTMLTableElement): Drawing {
  const origin = table.getBoundingClientRect();
  const placed = ({ left, top, width, height }: DOMRect): Box => ({ x: left - origin.left, y: top - origin.top, width, height });
  const shapes = [...table.querySelectorAll("*")].map((element) => shapesOf(element, placed(element.getBoundingClientRect())));
  const words = textsIn(table).flatMap((text) => linesOf(text, placed));
  const [width, height] = [Math.ceil(origin.width), Math.ceil(origin.height)];
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return { svg: `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${shapes.join("")}${words.join("")}</svg>`, width, height };
}

/** An element's background, and the line below it. */
function shapesOf(element: Element, { x, y, width, height }: Box): string {
  const { backgroundColor, borderBottomColor, borderBottomWidth } = getComputedStyle(element);
  const rect = (top: number, tall: number, color: string) => {
    const [rgb, opacity] = fillOf(color);
    if (opacity === 0 || width <= 0 || tall <= 0) return "";
    return `<rect x="${at(x)}" y="${at(top)}" width="${at(width)}" height="${at(tall)}" fill="${rgb}" fill-opacity="${opacity}"/>`;
  };
  const line = Number.parseFloat(borderBottomWidth) || 0;
  return rect(y, height, backgroundColor) + rect(y + height - line, line, borderBottomColor);
}

function textsIn(table: HTMLTableElement): Text[] {
  const walker = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) if (walker.currentNode.nodeValue?.trim()) texts.push(walker.currentNode as Text);
  return texts;
}

/** The words of a text, each line of them together, as the page breaks them. */
function linesOf(text: Text, placed: (rect: DOMRect) => Box): string[] {
  const lines = new Map<number, Box & { words: string }>();
  // Wide letters break anywhere: each is a word of its own.
  for (const { 0: word, index } of text.data.matchAll(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*/g)) {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.trimEnd().length);
    const box = placed(range.getBoundingClientRect());
    const line = lines.get(Math.round(box.y));
    if (line) line.words += word;
    else lines.set(Math.round(box.y), { ...box, words: word });
  }
  const { color, fontFamily, fontSize, fontWeight } = getComputedStyle(text.parentElement ?? document.body);
  const font = `font-family="${escaped(fontFamily)}" font-size="${fontSize}" font-weight="${fontWeight}" fill="${fillOf(color)[0]}"`;
  return [...lines.values()].map(
    ({ x, y, height, words }) => `<text x="${at(x)}" y="${at(y + height / 2)}" dominant-baseline="central" ${font}>${escaped(words.trimEnd())}</text>`,
  );
}

/** A colour as every reader of SVG knows it, and how much of it covers what lies below. */
export function fillOf(color: string): [rgb: string, opacity: number] {
  const [red = 0, green = 0, blue = 0, opacity = 1] = [...color.matchAll(/[\d.]+(?:e-?\d+)?/g)].map(([number]) => Number(number));
  // Of mixed colours browsers tell parts of 1.
  const scale = color.startsWith("color(") ? 255 : 1;
  return [`rgb(${[red, green, blue].map((part) => Math.round(part * scale)).join(", ")})`, opacity];
}

function at(x: number): string {
  return x.toFixed(2);
}
