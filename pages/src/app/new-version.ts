/** A deploy takes the old page's files away; an open tab finds out when it asks for one of them. */

const KEY = "jobdata.reloaded-at";
/** A second failure within this time is no new version but a fault: it is shown, not reloaded away. */
const QUIET_MS = 60_000;

/**
 * Reloads the page, unless it was reloaded for this reason just before.
 * @param now Unix ms
 * @returns whether it reloads
 */
export function reloadForNewVersion(
  storage: Pick<Storage, "getItem" | "setItem">,
  now: number,
  reload: () => void,
): boolean {
  if (now - Number(storage.getItem(KEY) ?? 0) < QUIET_MS) return false;
  storage.setItem(KEY, String(now));
  reload();
  return true;
}
