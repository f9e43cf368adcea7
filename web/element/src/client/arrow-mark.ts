/** How Arrow IPC is known: apart from what reads it, which only the worker needs. */

const FILE_MAGIC = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31];
const STREAM_MARK = [0xff, 0xff, 0xff, 0xff];

/** So many bytes tell. */
export const MARK_LENGTH = FILE_MAGIC.length;

/** Whether bytes begin as Arrow IPC does: a file or a stream. */
export function isArrow(bytes: Uint8Array): boolean {
  return [FILE_MAGIC, STREAM_MARK].some((start) => start.every((byte, at) => bytes[at] === byte));
}
