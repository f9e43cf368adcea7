/** The memory of typed arrays in a message, each once, which moves to the other thread instead of being copied. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  return [...new Set(allIn(value))];
}

function allIn(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (Array.isArray(value)) return typeof value[0] === "object" ? value.flatMap(allIn) : [];
  if (value !== null && typeof value === "object") return Object.values(value).flatMap(allIn);
  return [];
}
