/**
 * Keys of spool objects: `spool/<yyyy-mm-dd>/<batch id, escaped>.<copy>.ndjson.br`, the day in UTC. Each writing
 * of a batch has its own copy mark: a replay can never overwrite rows that a group has frozen.
 */

export const SPOOL_PREFIX = "spool/";

/**
 * @param now Unix ms
 * @param copy letters and digits, different at each writing
 */
export function makeSpoolKey(batchId: string, now: number, copy: string): string {
  const day = new Date(now).toISOString().slice(0, 10);
  return `${SPOOL_PREFIX}${day}/${encodeURIComponent(batchId)}.${copy}.ndjson.br`;
}

/** The batch a spool object belongs to; null for anything that is not a spool key. */
export function batchOfSpoolKey(key: string): string | null {
  const name = /^spool\/\d{4}-\d{2}-\d{2}\/([^/]+)\.[0-9A-Za-z]+\.ndjson\.br$/.exec(key)?.[1];
  if (name === undefined) return null;
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}
