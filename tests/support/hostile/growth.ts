/**
 * Tells work that grows faster than its text. It compares the same work on a text and on one of eight times the length,
 * in one process and by the processor time of the thread, so that a slow or busy machine changes nothing: linear work
 * takes eight times as long, quadratic work 64 times.
 */

/** Shorter work is noise of the clock and of the garbage collector. */
const NOISE_MS = 20;
const SHORTEST = 64;
const TIMES_LONGER = 8;
/** Between linear and quadratic, nearer to quadratic. */
const TOO_STEEP = 28;
const REPEATS = 3;

/** Processor time of this thread, milliseconds. */
function measure(work: (text: string) => unknown, text: string): number {
  const before = process.threadCpuUsage();
  work(text);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

const fastest = (work: (text: string) => unknown, text: string): number =>
  Math.min(...Array.from({ length: REPEATS }, () => measure(work, text)));

/**
 * Doubles the length until the work takes long enough to be compared, so that even work of the fourth power ends soon.
 * @param textOf makes the text of about this length
 * @returns the length at which the work was too steep; null when it was not up to `longest`
 */
export function steepAt(
  work: (text: string) => unknown,
  textOf: (length: number) => string,
  longest: number,
): number | null {
  for (let length = SHORTEST; length <= longest; length *= 2) {
    const text = textOf(length);
    if (measure(work, text) < NOISE_MS) continue;
    const shorter = fastest(work, textOf(length / TIMES_LONGER));
    const took = fastest(work, text);
    if (took >= NOISE_MS && took > TOO_STEEP * shorter) return length;
  }
  return null;
}
