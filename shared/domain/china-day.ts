/** Days of China (UTC+8, without summer time), as figures are counted. */
import { DAY_MS, HOUR_MS } from "../time.ts";

const OFFSET_MS = 8 * HOUR_MS;

/** @param at Unix ms. @returns the day, `2026-11-22` */
export const chinaDayOf = (at: number): string => new Date(at + OFFSET_MS).toISOString().slice(0, 10);

/** Days of China, both included. */
export interface Period {
  from: string;
  to: string;
}

/** @returns the day that is `days` later; earlier when negative */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** @returns the number of days from the first to the last one, both counted */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;

/** @returns all days of a period in order */
export const daysOf = ({ from, to }: Period): string[] =>
  Array.from({ length: daysBetween(from, to) }, (_, at) => addDays(from, at));

/** @returns the instants at which the first day begins and the last one ends, Unix ms */
export const chinaDays = (firstDay: string, lastDay: string): { from: number; to: number } => ({
  from: Date.parse(`${firstDay}T00:00:00Z`) - OFFSET_MS,
  to: Date.parse(`${lastDay}T00:00:00Z`) - OFFSET_MS + DAY_MS,
});
