/**
 * Keys of spool objects: `spool/<yyyy-mm-dd>/<batch id, escaped>.<copy>.ndjson.br`, the day in UTC. Each write
 * of a batch has its own copy mark, so that a replay can never overwrite the rows of a frozen group.
 */

export const SPOOL_PREFIX = "spool/";

/**
 * @param now Unix ms
 * @param copy letters and digits, different for each write
 */
export function makeSpoolKey(batchId: string, now: number, copy: string): string {
  const day = new Date(now).toISOString().slice(0, 10);
  return `${SPOOL_PREFIX}${day}/${encodeURIComponent(batchId)}.${copy}.ndjson.br`;
}

/** @returns Unix ms at which the day of a spool key begins; its object was written on that day */
export const dayOfSpoolKey = (key: string): number =>
  Date.parse(key.slice(SPOOL_PREFIX.length, SPOOL_PREFIX.length + 10));

/** @returns the id of the batch that a spool object belongs to; null when the text is not a spool key */
export function batchOfSpoolKey(key: string): string | null {
  const name = /^spool\/\d{4}-\d{2}-\d{2}\/([^/]+)\.[0-9A-Za-z]+\.ndjson\.br$/.exec(key)?.[1];
  if (name === undefined) return null;
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}
