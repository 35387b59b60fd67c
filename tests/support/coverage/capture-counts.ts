/** Counts captures one by one, independently of the SQL that counts them in ClickHouse. */
import {
  type CaptureCounts,
  HALF_SAMPLES,
  LARGE_KEYWORD_SHARE,
} from "../../../shared/domain/capture-recapture.ts";
import { drawOf } from "./market.ts";

type Search = readonly number[];

/** @param searches postings that each keyword found, as small numbers */
export function captureCounts(
  searches: readonly Search[],
  random: () => number,
): { full: CaptureCounts; halves: CaptureCounts[]; held: number; recaptures: number } {
  const all = searches.flat();
  const held = new Set(all).size;
  const times = new Map<number, number>();
  for (const posting of all) times.set(posting, (times.get(posting) ?? 0) + 1);
  const recaptures = [...times.values()].filter((found) => found > 1).length;
  const size = Math.max(0, ...searches.map((finds) => Math.max(0, ...finds))) + 1;
  const isLarge = (finds: Search) => finds.length > LARGE_KEYWORD_SHARE * held;
  const count = (some: readonly Search[]): CaptureCounts => {
    const certain = new Uint8Array(size);
    const times = new Uint16Array(size);
    const small = some.filter((finds) => !isLarge(finds));
    for (const finds of some) if (isLarge(finds)) for (const posting of finds) certain[posting] = 1;
    for (const finds of small) for (const posting of finds) times[posting] = (times[posting] ?? 0) + 1;
    const foundBy: [number, number, number, number, number] = [0, 0, 0, 0, 0];
    for (let posting = 0; posting < size; posting++) {
      if (certain[posting]) continue;
      for (let n = Math.min(5, times[posting] ?? 0) - 1; n >= 0; n--) foundBy[n] = (foundBy[n] ?? 0) + 1;
    }
    return { keywords: small.length, certain: certain.reduce((sum, one) => sum + one, 0), foundBy };
  };
  const half = () => count(drawOf(searches, Math.floor(searches.length / 2), random));
  return { full: count(searches), halves: Array.from({ length: HALF_SAMPLES }, half), held, recaptures };
}
