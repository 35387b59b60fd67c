/** The fields of a schedule that callers set, and the checks that concern more than one field. */
import { z } from "@hono/zod-openapi";
import {
  CatchUp,
  MAX_CATCH_UP,
  MAX_LATENESS_S,
  MAX_PERIOD_S,
  MIN_PERIOD_S,
  ScheduleKind,
} from "../../../shared/contracts/schedule.ts";
import { cronProblem, MAX_CRON_CHARS } from "../../../shared/domain/schedule/cron.ts";
import { policyProblems } from "../../../shared/domain/schedule/policy.ts";
import { isTimeZone } from "../../../shared/domain/schedule/zones.ts";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { validationError } from "../../../shared/errors/validation.ts";
import { DAY_MS, MINUTE_MS } from "../../../shared/time.ts";
import type { ScheduleFields } from "../../schedule/schedules.ts";
import { policyOf, type TimingColumns, timingOf } from "../../schedule/timing.ts";
import { At, SingleLineText } from "../http/fields.ts";

/** No schedule has these names, because other routes stand at `/schedules/{name}`. */
const RESERVED: ReadonlySet<string> = new Set(["preview", "strips"]);
const MAX_AHEAD_DAYS = 366;

export const ScheduleName = z
  .string()
  .refine(
    (name) => /^[a-z][a-z0-9-]{1,59}$/.test(name) && !RESERVED.has(name),
    "is not 2 to 60 of a-z, 0-9 and -, beginning with a letter, or is reserved",
  );

const WholeMinute = At.refine((at) => at % MINUTE_MS === 0, "is not in whole minutes");

/** These fields say when it fires; each kind has its own. */
export const timingFields = {
  kind: ScheduleKind,
  cron: z
    .string()
    .trim()
    .min(1, "is empty")
    .max(MAX_CRON_CHARS, `is longer than ${MAX_CRON_CHARS} characters`)
    .nullable()
    .describe("Five fields, for example `30 2 * * MON-FRI`"),
  every_s: z
    .number()
    .int()
    .min(MIN_PERIOD_S, `is below ${MIN_PERIOD_S}`)
    .max(MAX_PERIOD_S, `is over ${MAX_PERIOD_S}`)
    .refine((seconds) => seconds % 60 === 0, "is not in whole minutes")
    .nullable()
    .describe("Seconds, whole minutes"),
  start_at: WholeMinute.nullable().describe(
    "First slot of an interval (now when left out), slot of a one-off",
  ),
  time_zone: z.string().refine(isTimeZone, "is no IANA time zone, for example Asia/Shanghai"),
};

export const policyFields = {
  catch_up: CatchUp,
  catch_up_max: z.number().int().min(1).max(MAX_CATCH_UP, `is over ${MAX_CATCH_UP}`).nullable(),
  max_lateness_s: z
    .number()
    .int()
    .min(1, "is below 1")
    .max(MAX_LATENESS_S, `is over ${MAX_LATENESS_S}`)
    .nullable(),
};

export const ScheduleTask = z.strictObject({
  kind: z.string().min(1, "is empty").max(60, "is longer than 60 characters"),
  input: z.record(z.string(), z.unknown()).default({}),
});

export const scheduleFields = {
  title: SingleLineText.nullable(),
  ...timingFields,
  enabled: z.boolean(),
  ...policyFields,
  rerun: z.boolean().describe("Run a slot again whose dispatcher died; its job must bear being run twice"),
};
export const ScheduleChanges = z.strictObject({ ...scheduleFields, task: ScheduleTask }).partial();

/** @returns the columns that a request sets; fields that it leaves out are missing */
export function columnsOf(body: z.infer<typeof ScheduleChanges>): Partial<ScheduleFields> {
  const columns: Record<Exclude<keyof ScheduleFields, "taskCreator">, unknown> = {
    title: body.title,
    kind: body.kind,
    cron: body.cron,
    everyS: body.every_s,
    startAt: body.start_at,
    timeZone: body.time_zone,
    enabled: body.enabled,
    catchUp: body.catch_up,
    catchUpMax: body.catch_up_max,
    maxLatenessS: body.max_lateness_s,
    rerun: body.rerun,
    taskKind: body.task?.kind,
    taskInput: body.task?.input,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

/**
 * Fields of other kinds become null, and an interval without a start begins now.
 * @throws ApiError validation_failed
 */
export function checkedTiming<T extends TimingColumns>(fields: T, now: number): T {
  const { kind, cron, everyS, startAt } = fields;
  const problems: FieldProblem[] = [];
  if (kind === "cron") {
    const problem = cron === null ? { field: null, reason: "is missing" } : cronProblem(cron);
    if (problem)
      problems.push({ field: problem.field ? `cron.${problem.field}` : "cron", reason: problem.reason });
  } else if (kind === "interval" && everyS === null)
    problems.push({ field: "every_s", reason: "is missing" });
  else if (kind === "once" && startAt === null) problems.push({ field: "start_at", reason: "is missing" });
  else if (kind === "once" && startAt !== null && startAt <= now)
    problems.push({ field: "start_at", reason: "is not in the future" });
  if (startAt !== null && startAt > now + MAX_AHEAD_DAYS * DAY_MS)
    problems.push({ field: "start_at", reason: `is more than ${MAX_AHEAD_DAYS} days ahead` });
  if (problems.length > 0) throw validationError(problems);
  return {
    ...fields,
    cron: kind === "cron" ? cron : null,
    everyS: kind === "interval" ? everyS : null,
    startAt: kind === "cron" ? null : (startAt ?? Math.floor(now / MINUTE_MS) * MINUTE_MS),
  };
}

/** @throws ApiError validation_failed with a sentence for each pair that contradicts each other */
export function checkPolicy(fields: TimingColumns & Parameters<typeof policyOf>[0], now: number): void {
  const problems = policyProblems(timingOf(fields), policyOf(fields), now);
  if (problems.length > 0) throw validationError(problems);
}
