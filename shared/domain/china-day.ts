/** Days of China (UTC+8, without summer time), as figures are counted. */
import { DAY_MS, HOUR_MS } from "../time.ts";

const OFFSET_MS = 8 * HOUR_MS;

/** @param at Unix ms. @returns the day, `2026-11-22` */
export const chinaDayOf = (at: number): string => new Date(at + OFFSET_MS).toISOString().slice(0, 10);

/** @returns the day that is `days` later; earlier when negative */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
