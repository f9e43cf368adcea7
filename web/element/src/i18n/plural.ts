/** English words beside numbers. */

/** A number as it is written, with its word: 1 customer, 2 customers. */
export function plural(n: string, one: string, many = `${one}s`): string {
  return `${n} ${n === "1" ? one : many}`;
}
