/** Formats times. All inputs are Unix milliseconds; times are shown in the browser's time zone unless another is named. */
import { perLanguage } from "./locale-cache.ts";

const dateTimes = perLanguage(
  (language) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" }),
);
const shortTimes = perLanguage(
  (language) =>
    new Intl.DateTimeFormat(language, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }),
);
const clockTimes = perLanguage((language) => new Intl.DateTimeFormat(language, { timeStyle: "medium" }));
const relatives = perLanguage((language) => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));

export const formatDateTime = (at: number, language: string): string => dateTimes(language).format(at);

const zonedTimes = perLanguage((language) =>
  perLanguage(
    (timeZone) =>
      new Intl.DateTimeFormat(language, {
        dateStyle: "medium",
        timeStyle: "long",
        ...(timeZone && { timeZone }),
      }),
  ),
);
/** As {@link formatDateTime}, with the zone: `Nov 30, 2026, 4:30:00 AM GMT+8`. @param timeZone IANA name; the browser's when left out */
export const formatZonedTime = (at: number, language: string, timeZone = ""): string =>
  zonedTimes(language)(timeZone).format(at);
/** Month, day, hour and minute, for table cells. */
export const formatShortTime = (at: number, language: string): string => shortTimes(language).format(at);
/** Hour, minute and second, for live data. */
export const formatClock = (at: number, language: string): string => clockTimes(language).format(at);

const UNITS = [
  { unit: "day", ms: 86_400_000 },
  { unit: "hour", ms: 3_600_000 },
  { unit: "minute", ms: 60_000 },
  { unit: "second", ms: 1000 },
] as const;

/** `in 3 minutes`, `2 hours ago`, in the largest unit of which there is at least one. */
export function formatRelative(at: number, now: number, language: string): string {
  const difference = at - now;
  const step = UNITS.find(({ ms }) => Math.abs(difference) >= ms) ?? { unit: "second", ms: 1000 };
  // Days are rounded: a key that was made for 90 days expires in 90 days, not in 89.
  const amount = step.unit === "day" ? Math.round(difference / step.ms) : Math.trunc(difference / step.ms);
  return relatives(language).format(amount, step.unit);
}

// A day of China is a date, not a moment: it is the same day for readers everywhere.
const days = perLanguage(
  (language) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }),
);
const shortDays = perLanguage(
  (language) => new Intl.DateTimeFormat(language, { month: "short", day: "numeric", timeZone: "UTC" }),
);

/** @param day `YYYY-MM-DD` */
export const formatDay = (day: string, language: string): string =>
  days(language).format(Date.parse(`${day}T00:00:00Z`));
/** Month and day. @param day `YYYY-MM-DD` */
export const formatShortDay = (day: string, language: string): string =>
  shortDays(language).format(Date.parse(`${day}T00:00:00Z`));

const durations = perLanguage((language) => ({
  minutes: new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "short" }),
  seconds: new Intl.NumberFormat(language, { style: "unit", unit: "second", unitDisplay: "short" }),
}));

/** `3 min 20 sec`; whole minutes from an hour on. @param ms at least 0 */
export function formatDuration(ms: number, language: string): string {
  const { minutes, seconds } = durations(language);
  const total = Math.round(ms / 1000);
  if (total < 60) return seconds.format(total);
  const whole = minutes.format(Math.floor(total / 60));
  return total >= 3600 || total % 60 === 0 ? whole : `${whole} ${seconds.format(total % 60)}`;
}
