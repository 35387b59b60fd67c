/** A deploy removes the files of the previous version; an open tab notices when it loads one of them. */

const KEY = "jobdata.reloaded-at";
/** A second failure within this time is a fault, not a new version: the page shows it instead of reloading. */
const MIN_INTERVAL_MS = 60_000;

/**
 * Reloads the page, unless it did so for the same reason within the last minute.
 * @param now Unix ms
 * @returns whether it reloads
 */
export function reloadForNewVersion(
  storage: Pick<Storage, "getItem" | "setItem">,
  now: number,
  reload: () => void,
): boolean {
  if (now - Number(storage.getItem(KEY) ?? 0) < MIN_INTERVAL_MS) return false;
  storage.setItem(KEY, String(now));
  reload();
  return true;
}
