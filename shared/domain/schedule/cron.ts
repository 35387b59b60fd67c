/**
 * Reads five-field cron expressions, as crontab(5) of Debian describes them: numbers, names of months and weekdays, `*`,
 * ranges, steps and lists. The project has a parser of its own, because it must say which field is wrong, and because what
 * a clock change does to a job depends on which field begins with `*` (slots.ts). The tests compare it with croner.
 */

const CRON_FIELDS = ["minute", "hour", "day_of_month", "month", "day_of_week"] as const;
type CronField = (typeof CRON_FIELDS)[number];

/** No expression with a meaning is longer, even where each field lists all of its values. */
export const MAX_CRON_CHARS = 400;

export interface Cron {
  /** Minutes of the day at which it fires, 0 to 1439, ascending. */
  minutesOfDay: number[];
  /** 1 to 31. */
  days: ReadonlySet<number>;
  /** 1 to 12. */
  months: ReadonlySet<number>;
  /** 0 is Sunday. */
  weekdays: ReadonlySet<number>;
  /** Both day fields are restricted: a day that fits one of them is enough. */
  eitherDay: boolean;
  /**
   * Minute or hour begin with `*`: the job follows the real time when clocks change. Others have a fixed time, which is
   * neither left out nor repeated (cron(8) of Debian).
   */
  wildcard: boolean;
}

/** What is wrong with an expression, and where. */
export interface CronProblem {
  /** Null when it concerns the whole expression. */
  field: CronField | null;
  reason: string;
}

export class CronError extends Error {
  readonly problem: CronProblem;

  constructor(field: CronField | null, reason: string) {
    super(field === null ? reason : `${field}: ${reason}`);
    this.name = "CronError";
    this.problem = { field, reason };
  }
}

const RANGES: Record<CronField, { min: number; max: number; names?: readonly string[] }> = {
  minute: { min: 0, max: 59 },
  hour: { min: 0, max: 23 },
  day_of_month: { min: 1, max: 31 },
  month: {
    min: 1,
    max: 12,
    names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
  },
  // Both 0 and 7 are Sunday.
  day_of_week: { min: 0, max: 7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] },
};
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** @throws CronError that names the field */
export function parseCron(expression: string): Cron {
  if (expression.length > MAX_CRON_CHARS)
    throw new CronError(null, `is longer than ${MAX_CRON_CHARS} characters`);
  const parts = expression.trim().split(/[ \t]+/);
  if (parts.length !== CRON_FIELDS.length)
    throw new CronError(null, "needs five fields: minute, hour, day of the month, month, day of the week");
  const [minute, hour, day, month, weekday] = CRON_FIELDS.map((field, at) =>
    readField(field, parts[at] ?? ""),
  ) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  const isAny = parts.map((part) => part.startsWith("*"));
  const eitherDay = !isAny[2] && !isAny[4];
  if (!eitherDay && ![...month].some((one) => Math.min(...day) <= (MONTH_DAYS[one - 1] ?? 0)))
    throw new CronError("day_of_month", "holds no day that one of the months has");
  return {
    minutesOfDay: sorted(hour).flatMap((h) => sorted(minute).map((m) => h * 60 + m)),
    days: day,
    months: month,
    weekdays: new Set([...weekday].map((one) => one % 7)),
    eitherDay,
    wildcard: isAny[0] === true || isAny[1] === true,
  };
}

/** @returns the problem; null for an expression that can be used */
export function cronProblem(expression: string): CronProblem | null {
  try {
    parseCron(expression);
    return null;
  } catch (error) {
    if (error instanceof CronError) return error.problem;
    throw error;
  }
}

function readField(field: CronField, text: string): Set<number> {
  const { min, max } = RANGES[field];
  const values = new Set<number>();
  for (const item of text.split(",")) {
    if (item === "") throw new CronError(field, "is empty");
    const [range = "", step, more] = item.split("/");
    if (more !== undefined) throw new CronError(field, `${shown(item)} cannot be read`);
    const every = step === undefined ? 1 : readNumber(field, step, item);
    if (every < 1 || every > max)
      throw new CronError(field, `${shown(item)} has a step that is not 1 to ${max}`);
    const [from, to] = readRange(field, range, item, step !== undefined);
    if (from > to) throw new CronError(field, `${shown(item)} runs backwards`);
    if (from < min || to > max) throw new CronError(field, `${shown(item)} is not within ${min} to ${max}`);
    for (let value = from; value <= to; value += every) values.add(value);
  }
  return values;
}

function readRange(field: CronField, range: string, item: string, hasStep: boolean): [number, number] {
  const { min, max } = RANGES[field];
  // Seven stands for Sunday too; a step over all days counts from 0 to 6.
  if (range === "*") return [min, field === "day_of_week" ? 6 : max];
  const [first = "", last, more] = range.split("-");
  if (more !== undefined) throw new CronError(field, `${shown(item)} cannot be read`);
  const from = readNumber(field, first, item);
  if (last !== undefined) return [from, readNumber(field, last, item)];
  if (hasStep) throw new CronError(field, `${shown(item)} has a step without a range or *`);
  return [from, from];
}

function readNumber(field: CronField, text: string, item: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  const { names, min } = RANGES[field];
  const at = names?.indexOf(text.toUpperCase()) ?? -1;
  if (at < 0) throw new CronError(field, `${shown(item)} cannot be read`);
  return at + min;
}

const sorted = (values: ReadonlySet<number>) => [...values].sort((a, b) => a - b);
/** Shortens what was typed, for messages that quote it. */
const shown = (text: string) => (text.length > 20 ? `${text.slice(0, 20)}…` : text);

/** @param wallDay midnight of the day, as Unix ms of a clock without zone */
export function firesOn(cron: Cron, wallDay: number): boolean {
  const date = new Date(wallDay);
  if (!cron.months.has(date.getUTCMonth() + 1)) return false;
  const day = cron.days.has(date.getUTCDate());
  const weekday = cron.weekdays.has(date.getUTCDay());
  return cron.eitherDay ? day || weekday : day && weekday;
}
