/** English words beside numbers. */

/** A number as it is written, with its word: 1 customer, 2 customers. */
export function plural(n: string, one: string, many = `${one}s`): string {
  return `${n} ${agreeing(n, one, many)}`;
}

/** Words that agree with a number that stands elsewhere: 1 of 9 customers moves, 2 of 9 customers move. */
export function agreeing(n: string, one: string, many: string): string {
  return n === "1" ? one : many;
}
