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
