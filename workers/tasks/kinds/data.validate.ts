/**
 * Checks stored postings of a range of days, day by day, and counts what cannot be right. It changes nothing: the counts
 * say where to look.
 */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { Count } from "../../clickhouse/query.ts";
import { cursorOf, defineTaskKind } from "../kind.ts";

const MAX_DAYS = 400;
const Day = z.iso.date("is not a day");

/** Each condition finds rows of `job_facts` that cannot be right; a monthly salary is in yuan. */
const CHECKS = {
  no_title: "empty(ifNull(title, ''))",
  no_company: "empty(ifNull(company_name, ''))",
  no_city: "empty(ifNull(city, ''))",
  salary_inverted: "monthly_min > monthly_max",
  salary_implausible: "monthly_min < 300 OR monthly_max > 1000000",
  seen_before_first: "last_seen_day < toDate(first_seen, 'Asia/Shanghai')",
  collected_in_future: "collected_at > now64(3) + INTERVAL 1 DAY",
} as const;
const NAMES = Object.keys(CHECKS) as (keyof typeof CHECKS)[];

const Input = z
  .strictObject({
    from: Day.describe("First day of first sightings, in China"),
    to: Day,
    platform: Platform.optional(),
  })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "is before from" })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < MAX_DAYS * DAY_MS, {
    path: ["to"],
    message: `is ${MAX_DAYS} days or more after from`,
  });

const Cursor = z.object({ day: Day, rows: z.number(), problems: z.record(z.string(), z.number()) });
type Cursor = z.infer<typeof Cursor>;

const Row = z.record(z.string(), Count);

const SQL = `SELECT count() AS rows, ${NAMES.map((name) => `countIf(${CHECKS[name]}) AS ${name}`).join(", ")}
  FROM job_facts WHERE first_seen >= toDateTime64({from:String}, 3, 'Asia/Shanghai')
    AND first_seen < toDateTime64({from:String}, 3, 'Asia/Shanghai') + INTERVAL 1 DAY
    AND ({platform:String} = '' OR platform = {platform:String})`;

export const validateData = defineTaskKind<z.output<typeof Input>, Cursor>({
  name: "data.validate",
  queue: "data_sync",
  needs: [],
  title: { en: "Check stored postings", zh: "校验已存职位" },
  input: Input,
  async run({ input, services, resumed, progress, checkpoint }) {
    const { from, to, platform = "" } = input;
    const days: string[] = [];
    for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS)
      days.push(new Date(at).toISOString().slice(0, 10));
    const before = resumed ? cursorOf(Cursor, resumed) : null;
    let rows = before?.rows ?? 0;
    const problems: Record<string, number> = { ...before?.problems };
    for (const [index, day] of days.entries()) {
      if (before && day <= before.day) continue;
      const [found] = await services.ask(SQL, Row, { from: `${day} 00:00:00`, platform });
      const { rows: ofDay = 0, ...counts }: Record<string, number> = found ?? {};
      rows += ofDay;
      for (const [name, count] of Object.entries(counts))
        if (count > 0) problems[name] = (problems[name] ?? 0) + count;
      progress(index + 1, days.length, day);
      await checkpoint({ day, rows, problems });
    }
    return { days: days.length, rows, problems };
  },
});
