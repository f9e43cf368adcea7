/** A picture as a file: with what it shows in words above it, and its legend below. */

import { lettersOf } from "./letters";
import { SHAPE_PATHS, type Mark } from "./palette";

/** A picture without its frame, as the text of an SVG element. */
export interface Drawing {
  svg: string;
  width: number;
  height: number;
}

/** A sign of the legend and what it stands for. */
export interface LegendEntry extends Mark {
  label: string;
}

export interface FrameLook {
  heading: string;
  legend: readonly LegendEntry[];
  background: string;
  text: string;
  font: string;
}

const PAD = 16;
const HEADING = 30;
const LINE = 22;
const SIZE = { heading: 16, label: 13 };
/** Room of a narrow letter of a label. */
const LETTER = 7.5;

/** The whole file, which needs nothing of the page. */
export function framed({ svg, width, height }: Drawing, { heading, legend, background, text, font }: FrameLook): Drawing {
  const lines = legendLines(legend, width);
  const top = PAD + (heading ? HEADING : 0);
  const size = { width: width + 2 * PAD, height: top + height + PAD + lines.length * LINE };
  const words = (x: number, y: number, px: number, weight: number, content: string) =>
    `<text x="${x}" y="${y}" font-size="${px}" font-weight="${weight}" font-family="${escaped(font)}" fill="${escaped(text)}">${escaped(content)}</text>`;
  const entry = ({ x, label, color, shape }: Placed, line: number) => {
    const y = top + height + 8 + line * LINE;
    return `<path transform="translate(${PAD + x} ${y})" d="${SHAPE_PATHS[shape]}" fill="${escaped(color)}"/>${words(PAD + x + 18, y + 11, SIZE.label, 400, label)}`;
  };
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">`,
    heading ? `<title>${escaped(heading)}</title>` : "",
    `<rect width="100%" height="100%" fill="${escaped(background)}"/>`,
    heading ? words(PAD, PAD + SIZE.heading, SIZE.heading, 600, heading) : "",
    `<g transform="translate(${PAD} ${top})">${svg}</g>`,
    ...lines.flatMap((line, i) => line.map((placed) => entry(placed, i))),
    "</svg>",
  ];
  return { svg: parts.join(""), ...size };
}

interface Placed extends LegendEntry {
  x: number;
}

/** Entries beside each other, in as many lines as they need. */
function legendLines(legend: readonly LegendEntry[], width: number): Placed[][] {
  const lines: Placed[][] = [];
  let x = Infinity;
  for (const entry of legend) {
    const room = 34 + LETTER * lettersOf(entry.label);
    if (x + room > width) {
      lines.push([]);
      x = 0;
    }
    lines.at(-1)?.push({ ...entry, x });
    x += room;
  }
  return lines;
}

/** A text in XML, also within quotes. Control characters, which XML does not know, are left out. */
export function escaped(text: string): string {
  const known = text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  return known.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
