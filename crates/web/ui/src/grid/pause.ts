// How long to wait before the next try.

/** Nobody waits longer than this for a network that may be back. */
export const LONGEST_PAUSE = 30_000;

/** 1, 2, 4, 8, 16, 30, 30 … seconds after the first, second … failure in a row. */
export function growingPause(failures: number): number {
  return Math.min(1000 * 2 ** Math.max(failures - 1, 0), LONGEST_PAUSE);
}

/** What a server asked for in Retry-After, in seconds or as a date; nothing if it asked for nothing readable. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = Number(header);
  const pause = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(pause) ? Math.max(pause, 1000) : undefined;
}
