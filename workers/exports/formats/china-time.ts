/** Times as people in China read them. China has had one zone without daylight saving since 1991. */
import { HOUR_MS } from "../../../shared/time.ts";

const CHINA_OFFSET_MS = 8 * HOUR_MS;

/** @returns a date whose UTC fields are the clock of China */
export const chinaClock = (unixMs: number): Date => new Date(unixMs + CHINA_OFFSET_MS);

/** @returns `2026-11-22 16:00:00`, which spreadsheet programs read as a date */
export const chinaDateTime = (unixMs: number): string =>
  chinaClock(unixMs).toISOString().slice(0, 19).replace("T", " ");

/** @returns `2026-11-22T16:00:00.000+08:00` (RFC 3339) */
export const chinaTimestamp = (unixMs: number): string =>
  chinaClock(unixMs).toISOString().replace("Z", "+08:00");
