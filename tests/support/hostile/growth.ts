/**
 * Tells work that grows faster than its text. It compares the same work on one text and on eight texts of an eighth of
 * the length, in one process and by the processor time of the thread, so that a slow or busy machine changes nothing:
 * linear work takes as long on both, quadratic work eight times as long on the one text.
 */

/** Shorter work is noise: some systems count processor time in steps of 4 ms. */
const NOISE_MS = 40;
const CLOCK_STEP_MS = 4;
const MIN_CHARS = 64;
const PIECES = 8;
/** Between linear (1) and quadratic (8). */
const TOO_STEEP = 4;
/** A single measurement shows that work is not too steep, even where another process tripled its time. */
const CLEARLY_FLAT = 2;
const REPEATS = 3;

/** Processor time of this thread, milliseconds. */
function measure(work: (text: string) => unknown, texts: readonly string[]): number {
  const before = process.threadCpuUsage();
  for (const text of texts) work(text);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Doubles the length until the work takes long enough to be compared, so that even work of the fourth power ends soon.
 * @param textOf makes the text of about this length
 * @returns the length at which the work was too steep; null when it was not up to `maxChars`
 */
export function steepAt(
  work: (text: string) => unknown,
  textOf: (length: number) => string,
  maxChars: number,
): number | null {
  let made = 0;
  // Each text differs, because the runtime remembers what a search of the same text found.
  const texts = (count: number, length: number) =>
    Array.from({ length: count }, () => `${textOf(length)}\u0001${made++}`);
  const fastest = (count: number, length: number) =>
    Math.min(...Array.from({ length: REPEATS }, () => measure(work, texts(count, length))));
  for (let length = MIN_CHARS; length <= maxChars; length *= 2) {
    const once = measure(work, texts(1, length));
    if (once < NOISE_MS || once < CLEARLY_FLAT * measure(work, texts(PIECES, length / PIECES))) continue;
    const apart = Math.max(CLOCK_STEP_MS, fastest(PIECES, length / PIECES));
    const together = fastest(1, length);
    if (together >= NOISE_MS && together > TOO_STEEP * apart) return length;
  }
  return null;
}
