/** How much room texts take in pictures, guessed by their letters: nothing measures a picture before it is drawn. */

/** The room of a text in narrow letters; wide ones, as Chinese has them, count twice. */
export function lettersOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 2 : 1), 0);
}

/** A text in the room of so many narrow letters, with an ellipsis where it has more. */
export function cut(text: string, room: number): string {
  if (lettersOf(text) <= room) return text;
  let kept = "";
  for (const letter of text) {
    if (lettersOf(kept + letter) > room - 1) break;
    kept += letter;
  }
  return `${kept}…`;
}

/** Where a line may end: after an underscore, a space, a stroke or a hyphen, and beside wide letters. */
const PIECE = /[\u2e80-\uffff]|[^_ /\u2e80-\uffff-]*[_ /-]|[^_ /\u2e80-\uffff-]+/gu;

/** A text in lines of the same room, at most so many; what is left over is cut from the last one. */
export function linesOf(text: string, room: number, nMost: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.match(PIECE) ?? []) {
    if (line !== "" && lines.length < nMost - 1 && lettersOf((line + piece).trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  return [...lines, line].map((one) => cut(one, room));
}
