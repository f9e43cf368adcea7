/** Pictures of the page as files: SVG with the colours that stand there now, and PNG drawn from it. */

import { refusal } from "../client/problem";
import type { Drawing } from "./frame";

/** What the styles of the page give a shape, which a file must say itself. */
const STYLES = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity"],
  ...["font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"],
];
const SHAPES = "path, rect, line, circle, text, g";

/** An SVG element of the page as text, with its styles as attributes. */
export function drawingOf(element: SVGSVGElement): Drawing {
  const copy = element.cloneNode(true) as SVGSVGElement;
  const originals = [...element.querySelectorAll(SHAPES)];
  [...copy.querySelectorAll(SHAPES)].forEach((shape, i) => {
    const original = originals[i];
    if (original) takeStyles(shape, getComputedStyle(original));
  });
  removeComments(copy);
  const { x, y, width, height } = element.viewBox.baseVal;
  for (const name of ["class", "role", "aria-label"]) copy.removeAttribute(name);
  copy.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return { svg: new XMLSerializer().serializeToString(copy), width, height };
}

function takeStyles(shape: Element, style: CSSStyleDeclaration): void {
  for (const name of STYLES) {
    const isOfText = name.startsWith("font") || name.startsWith("text") || name.startsWith("dominant");
    if (!isOfText || shape.tagName === "text") shape.setAttribute(name, style.getPropertyValue(name));
  }
  shape.removeAttribute("class");
}

/** The marks that templates leave. */
function removeComments(element: Element): void {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_COMMENT);
  const comments: ChildNode[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode as ChildNode);
  for (const comment of comments) comment.remove();
}

/** A drawing as PNG, with so many pixels for each of its own. */
export async function pngOf({ svg, width, height }: Drawing, pixelRatio: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: width * pixelRatio, height: height * pixelRatio });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await blobOf(canvas);
  } catch {
    throw refusal("picture_not_drawn", "the browser did not draw the picture as PNG; SVG may still be saved");
  } finally {
    URL.revokeObjectURL(url);
  }
}

function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("empty"))), "image/png"));
}
