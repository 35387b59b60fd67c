/** The life of a posting as the API shows it: texts are masked before they are compared. */
import { z } from "@hono/zod-openapi";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { chinaDayOf, daysBetween } from "../../../shared/domain/china-day.ts";
import { textChange } from "../../../shared/domain/text-change.ts";
import { maskAnswer } from "../../../shared/platforms/recruiter-mask.ts";
import { adapters } from "../../../shared/platforms/registry.ts";
import { rowSchema } from "../../../shared/tables/table.ts";
import type { StoredLife } from "../../clickhouse/job-queries.ts";
import {
  CHAIN_COLUMNS,
  EVENT_COLUMNS,
  MAX_LIFE_ROWS,
  SPAN_COLUMNS,
  STATE_COLUMNS,
} from "../../clickhouse/queries/job-life.ts";
import { Instant } from "../http/answers.ts";

const Sentences = z.array(z.string());
export const JobLifeView = rowSchema({ ...SPAN_COLUMNS, ...STATE_COLUMNS }).extend({
  events: z
    .array(
      rowSchema(EVENT_COLUMNS).extend({
        removed: Sentences.describe(
          "Sentences that the text lost; with text_changed, where both texts are kept",
        ),
        added: Sentences.describe("Sentences that it got"),
      }),
    )
    .describe(`The newest ${MAX_LIFE_ROWS}, oldest first`),
  chain: z
    .object({
      days: z.number().int().describe("Days on which one of its postings was online"),
      postings: z.array(rowSchema(CHAIN_COLUMNS)).describe("In the order of their places"),
    })
    .nullable()
    .describe("The same job under other ids, each at most 60 days after the one before; null without any"),
  as_of: Instant.nullable().describe("What was stored before is in it; null before the first pass"),
});
type JobLifeView = z.infer<typeof JobLifeView>;

/** The text that a parser reads off a row as it was sent; empty where it reads none. */
function textOf(platform: Platform, raw: string): string {
  try {
    return adapters[platform].parseJob(JSON.parse(raw))?.job.description ?? "";
  } catch {
    return "";
  }
}

/** @param asOf Unix ms of the last pass */
export function jobLifeView(
  platform: Platform,
  { state, events, contents, chain }: StoredLife,
  asOf: number | null,
  seesRecruiters: boolean,
): JobLifeView {
  const shown = (raw: string) => {
    const text = textOf(platform, raw);
    return seesRecruiters ? text : maskAnswer(text);
  };
  const changeOf = ({ kind, content_hash: hash }: StoredLife["events"][number]) => {
    const at = contents.findIndex((one) => one.content_hash === hash);
    const own = contents[at];
    if (kind !== "text_changed" || own === undefined) return { removed: [], added: [] };
    const before = contents.slice(0, at).findLast((one) => one.kind === own.kind);
    return before ? textChange(shown(before.raw), shown(own.raw)) : { removed: [], added: [] };
  };
  const days = (one: StoredLife["chain"][number]) =>
    daysBetween(chinaDayOf(one.first_seen), one.last_seen_day);
  return {
    ...state,
    events: events.map((event) => ({ ...event, ...changeOf(event) })),
    chain:
      chain.length < 2 ? null : { days: chain.reduce((sum, one) => sum + days(one), 0), postings: chain },
    as_of: asOf,
  };
}
