/** Looks at what has happened since the last look, and notes how far it looked where something was told. */
import { HOUR_MS, MINUTE_MS } from "../../shared/time.ts";
import type { RefreshStore } from "../facts/refresh-store.ts";

/** What happened before the first look is not told. */
const FIRST_LOOK_MS = 6 * HOUR_MS;
/** What began before a look may be stored after it. */
const OVERLAP_MS = 10 * MINUTE_MS;

/** @param tell tells of what has happened since then, Unix ms, and returns how much that was; safe to repeat */
export async function look(
  store: Pick<RefreshStore, "read" | "save">,
  now: number,
  tell: (since: number) => Promise<number>,
): Promise<void> {
  const told = await tell(((await store.read())?.through ?? now - FIRST_LOOK_MS) - OVERLAP_MS);
  if (told > 0) await store.save({ through: now, startedAt: now, finishedAt: now, rows: told });
}
