/**
 * Reads from ClickHouse what happened to the postings of a search: events of `job_events`, which each pass of
 * workers/life records under one `recorded_at`, joined to the postings' current rows. An event is there once, and all
 * events up to the `through` of the last complete pass are there: a pass that was killed is repeated, and what it left
 * out is recorded later, under a later `recorded_at`.
 */
import { z } from "zod";
import type { JobFilter } from "../../shared/contracts/job-filter.ts";
import { JOB_EVENT_KINDS, type JobEventKind } from "../../shared/contracts/job-life.ts";
import { kindOfEvent, type Match } from "../../shared/contracts/subscription.ts";
import { wordsOf } from "../../shared/domain/job-words.ts";
import { asksForContacts } from "../api/http/hidden-contacts.ts";
import { holdsVisibly } from "../api/jobs/visible-jobs.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { jobFilterSql } from "../clickhouse/job-filter.ts";
import { type BoundParams, Count, instantSql } from "../clickhouse/query.ts";
import type { EventPosition } from "../db/subscription-schema.ts";

export interface MatchRange {
  filter: JobFilter;
  events: readonly JobEventKind[];
  /** Events recorded after this, Unix ms by ClickHouse's clock. */
  after: number;
  /** Strictly after this place. */
  position: EventPosition | null;
  /** Events recorded up to this. */
  through: number;
  /** The reader may not see contacts: words are looked up in the masked texts. */
  masked: boolean;
}

export interface MatchPage {
  matches: Match[];
  /** Place of the last event that was read; null when no more follow. */
  position: EventPosition | null;
}

export interface MatchReader {
  read(range: MatchRange, limit: number): Promise<MatchPage>;
  /** @returns how many matches the rest of the range holds; a masked search by words is not counted (null) */
  count(range: MatchRange): Promise<number | null>;
}

const COLUMNS = [
  "title",
  "company_name",
  "city",
  "salary_text",
  "experience_text",
  "degree_text",
  "url",
] as const;
const SEARCHED = ["tags", "listed_skills", "description"] as const;

/** A stored text may have a million characters, and a row of D1, which keeps the matches of a step, 2 MB in all. */
const MAX_TEXT_CHARS = 500;
const MAX_DESCRIPTION_CHARS = 20_000;
const MAX_URL_BYTES = 2048;
const textSql = (column: string, max = MAX_TEXT_CHARS): string => `substringUTF8(${column}, 1, ${max})`;

function columnSql(name: (typeof COLUMNS)[number] | (typeof SEARCHED)[number]): string {
  const column = `j.${name}`;
  if (name === "tags" || name === "listed_skills") return column;
  if (name === "url") return `if(length(${column}) > ${MAX_URL_BYTES}, NULL, ${column})`;
  return name === "description" ? textSql(column, MAX_DESCRIPTION_CHARS) : textSql(column);
}

const Row = z.object({
  recorded: z.coerce.number().int(),
  platform: z.string(),
  job_key: z.string(),
  at_ms: z.coerce.number().int(),
  since_ms: z.coerce.number().int().nullable(),
  kind: z.enum(JOB_EVENT_KINDS),
  before: z.string().nullable(),
  after: z.string().nullable(),
  title: z.string().nullable(),
  company_name: z.string().nullable(),
  city: z.string().nullable(),
  salary_text: z.string().nullable(),
  experience_text: z.string().nullable(),
  degree_text: z.string().nullable(),
  url: z.string().nullable(),
  tags: z.array(z.string()).optional(),
  listed_skills: z.array(z.string()).optional(),
  description: z.string().nullable().optional(),
});

function rangeSql({ events, after, position, through }: MatchRange): { sql: string; params: BoundParams } {
  const params: BoundParams = { m_events: [...events], m_after: after, m_through: through };
  const parts = [
    `recorded_at > ${instantSql("m_after")} AND recorded_at <= ${instantSql("m_through")}`,
    "kind IN {m_events:Array(String)}",
  ];
  if (position !== null) {
    const [recorded, platform, key, at, kind] = position;
    Object.assign(params, { p_recorded: recorded, p_platform: platform, p_key: key, p_at: at, p_kind: kind });
    parts.push(
      `recorded_at >= ${instantSql("p_recorded")}`,
      `(recorded_at, platform, job_key, at, kind) > (${instantSql("p_recorded")}, {p_platform:String}, {p_key:String}, ${instantSql("p_at")}, {p_kind:String})`,
    );
  }
  return { sql: parts.join(" AND "), params };
}

/** A search for open postings also hears that one of them was closed. */
const withoutState = ({ state: _, ...filter }: JobFilter): JobFilter => filter;

function fromSql(range: MatchRange, columns: readonly string[]) {
  const events = rangeSql(range);
  const filter = jobFilterSql(withoutState(range.filter));
  return {
    params: { ...filter.params, ...events.params },
    sql: `
      FROM (
        SELECT platform, job_key, at, kind, since, before, after, recorded_at FROM job_events WHERE ${events.sql}
        ORDER BY recorded_at LIMIT 1 BY platform, job_key, at, kind
      ) AS e
      INNER JOIN (
        SELECT platform, job_key, version, ${columns.join(", ")} FROM job_facts
        WHERE key_hash IN (SELECT cityHash64(platform, job_key) FROM job_events WHERE ${events.sql}) AND ${filter.sql}
        ORDER BY version DESC LIMIT 1 BY platform, job_key
      ) AS j ON j.platform = e.platform AND j.job_key = e.job_key`,
  };
}

export const matchId = (platform: string, jobKey: string, event: string, at: number) =>
  `${platform}:${jobKey}:${event}:${at}`;

export function createMatchReader(ask: Ask): MatchReader {
  return {
    async read(range, limit) {
      const { filter, masked } = range;
      if (masked && asksForContacts(filter)) return { matches: [], position: null };
      const words = masked && filter.text !== undefined ? wordsOf(filter.text) : null;
      const columns = words === null ? COLUMNS : [...COLUMNS, ...SEARCHED];
      const { sql, params } = fromSql(range, columns);
      const rows = await ask(
        `SELECT toUnixTimestamp64Milli(e.recorded_at) AS recorded, e.platform AS platform, e.job_key AS job_key,
          toUnixTimestamp64Milli(e.at) AS at_ms, toUnixTimestamp64Milli(e.since) AS since_ms, e.kind AS kind,
          ${textSql("e.before")} AS before, ${textSql("e.after")} AS after,
          ${columns.map((name) => `${columnSql(name)} AS ${name}`).join(", ")}
        ${sql}
        ORDER BY e.recorded_at, e.platform, e.job_key, e.at, e.kind LIMIT ${limit}`,
        Row,
        params,
      );
      const last = rows.at(-1);
      return {
        position:
          rows.length < limit || !last
            ? null
            : [last.recorded, last.platform, last.job_key, last.at_ms, last.kind],
        matches: rows
          .filter((row) => words === null || holdsVisibly(row as never, words))
          .map(({ recorded: _, at_ms: at, since_ms: since, kind: event, tags: __, ...row }): Match => {
            const { listed_skills: ___, description: ____, ...shown } = row;
            const id = matchId(row.platform, row.job_key, event, at);
            return { id, kind: kindOfEvent(event), event, at, since, ...shown };
          }),
      };
    },
    async count(range) {
      const { filter, masked } = range;
      if (masked && asksForContacts(filter)) return 0;
      if (masked && filter.text !== undefined) return null;
      const { sql, params } = fromSql(range, ["key_hash"]);
      const [row] = await ask(`SELECT count() AS matches ${sql}`, z.object({ matches: Count }), params);
      return row?.matches ?? 0;
    },
  };
}
