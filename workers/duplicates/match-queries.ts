/** What is asked of pairs, groups and decisions. */
import { z } from "zod";
import { JobVerdict, PairParts } from "../../shared/contracts/job-match.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import { PAIR_PARTS } from "../../shared/contracts/vocabulary.ts";
import { PAIR_VERDICTS } from "../../shared/tables/duplicates.ts";
import { jobFacts } from "../../shared/tables/facts.ts";
import { pickColumns, selectList, storedRowSchema } from "../../shared/tables/table.ts";
import { instantSql } from "../clickhouse/query.ts";
import { DECISIONS } from "./regroup.ts";

const Hash = z.coerce.string();

/** What is shown of each posting of a pair. */
export const SIDE_COLUMNS = pickColumns(jobFacts.columns, [
  "platform",
  "job_key",
  "title",
  "company_name",
  "city",
  "district",
  "salary_text",
  "monthly_min",
  "monthly_max",
  "experience",
  "degree",
  "skills",
  "description",
  "first_seen",
  "last_seen_day",
  "url",
]);
export const JobSide = storedRowSchema(SIDE_COLUMNS);
export type JobSide = z.output<typeof JobSide>;
/** Longer descriptions are cut. */
const SHOWN_CHARS = 400;

/** The two postings of a pair that was decided about. */
export const DecidedPair = z.object({
  a: Hash,
  b: Hash,
  a_platform: Platform,
  a_key: z.string(),
  b_platform: Platform,
  b_key: z.string(),
});
export const PairRow = DecidedPair.extend({
  verdict: z.enum(PAIR_VERDICTS),
  is_held: z.number(),
  score: z.number(),
  ...PairParts.shape,
});
export type PairRow = z.output<typeof PairRow>;

export const partsOf = (pair: PairRow): PairParts =>
  Object.fromEntries(PAIR_PARTS.map((name) => [name, pair[name]])) as PairParts;

const PAIR_SELECT = `toString(a) AS a_text, toString(b) AS b_text, a_platform, a_key, b_platform, b_key, verdict, is_held,
  round(score, 4) AS score, ${PAIR_PARTS.map((name) => `round(${name}, 3) AS ${name}`).join(", ")}`;
const pairRows = (from: string): string => `
  SELECT a_text AS a, b_text AS b, * EXCEPT (a_text, b_text) FROM (SELECT ${PAIR_SELECT} FROM (${from}))`;

/** Pairs that wait, the likeliest first. Parameters: `limit`; `kind`, `platform`, `score` and `a`, `b` where given. */
export const openPairs = (has: { kind: boolean; platform: boolean; after: boolean }): string =>
  pairRows(`
    SELECT * FROM (
      SELECT * REPLACE (round(score, 4) AS score), if(is_held = 1 AND verdict = 'sure', 'chain', verdict) AS kind FROM job_pairs)
    WHERE kind IN ('doubtful', 'chain') AND (a, b) NOT IN (SELECT a, b FROM (${DECISIONS}) WHERE decision != 'withdrawn')
      ${has.kind ? "AND kind = {kind:String}" : ""}
      ${has.platform ? "AND (a_platform = {platform:String} OR b_platform = {platform:String})" : ""}
      ${has.after ? "AND (-score, a, b) > (-{score:Float32}, toUInt64({a:String}), toUInt64({b:String}))" : ""}
    ORDER BY score DESC, a, b LIMIT 1 BY a, b LIMIT {limit:UInt32}`);

/** Pairs of some postings, by their hashes. Parameter: `ids`. */
export const PAIRS_AMONG = pairRows(`
  SELECT * FROM job_pairs WHERE a IN (SELECT toUInt64(arrayJoin({ids:Array(String)})))
    AND b IN (SELECT toUInt64(arrayJoin({ids:Array(String)})))
  ORDER BY version DESC LIMIT 1 BY a, b`);

const REFS = "(SELECT arrayJoin(arrayZip({platforms:Array(String)}, {keys:Array(String)})) AS x)";

/** Postings as they are shown. Parameters: `platforms` and `keys`, in one order. */
export const SIDES = `
  SELECT ${selectList(SIDE_COLUMNS, "j").replace("j.description AS description", `substringUTF8(j.description, 1, ${SHOWN_CHARS}) AS description`)}
  FROM (SELECT * FROM job_facts WHERE (platform, job_key) IN (SELECT x.1, x.2 FROM ${REFS}) ORDER BY version DESC LIMIT 1 BY platform, job_key) AS j`;

export const PrintRow = z.object({ platform: Platform, job_key: z.string(), id: Hash, area: Hash });
/** Where some postings are compared. Parameters as those of {@link SIDES}. */
export const PRINTS_OF = `
  SELECT platform, job_key, toString(id) AS id, toString(area) AS area FROM (
    SELECT platform, job_key, id, area FROM job_prints
    WHERE id IN (SELECT cityHash64(x.1, x.2) FROM ${REFS})
    ORDER BY version DESC LIMIT 1 BY id)`;

export const GroupRow = z.object({
  group_id: Hash,
  platform: Platform,
  job_key: z.string(),
  id: Hash,
  is_main: z.number(),
});
const groupRows = (condition: string): string => `
  SELECT toString(group_id) AS group_id, platform, job_key, toString(id) AS id, is_main
  FROM (SELECT * FROM job_groups FINAL WHERE group_id != 0 AND ${condition} ORDER BY group_id, is_main DESC, platform, job_key)`;
/** The postings of some groups, the main one first. Parameter: `groups`. */
export const MEMBERS = groupRows("group_id IN (SELECT toUInt64(arrayJoin({groups:Array(String)})))");
/** The group of a posting. Parameters: `platform`, `job_key`. */
export const GROUP_OF = groupRows(
  "group_id IN (SELECT group_id FROM job_groups FINAL WHERE platform = {platform:String} AND job_key = {job_key:String})",
);

/** The pairs that a decision is about. Parameter: `id`. */
export const PAIRS_OF_DECISION = `
  SELECT toString(a) AS a, toString(b) AS b, a_platform, a_key, b_platform, b_key FROM (
    SELECT * FROM job_decisions WHERE decision_id = {id:String} AND decision != 'withdrawn')`;

export const DecisionId = z.object({ id: z.string() });
/** Which of some decisions are stored. Parameter: `ids`. */
export const DECISIONS_AMONG = `
  SELECT decision_id AS id FROM (SELECT DISTINCT decision_id FROM job_decisions WHERE decision_id IN {ids:Array(String)})`;

export const DecisionRow = z.object({
  id: z.string(),
  verdict: JobVerdict,
  decided_at: z.coerce.number(),
  decided_by: z.string(),
  reason: z.string(),
  evidence: z.string(),
  pairs: z.array(z.tuple([Platform, z.string(), Platform, z.string()])),
  /** Empty where the decision holds. */
  undone_by: z.string(),
  undone_at: z.coerce.number(),
});
export type DecisionRow = z.output<typeof DecisionRow>;

/** Decisions, newest first. Parameters: `limit`; `decided_at` and `id` of the last one, or `only`. */
export const decisions = (which: "first" | "after" | "one"): string => `
  SELECT id, verdict, toUnixTimestamp64Milli(at) AS decided_at, decided_by, reason, evidence, pairs, undone_by,
    toUnixTimestamp64Milli(undone) AS undone_at
  FROM (
    SELECT decision_id AS id, anyIf(decision, decision != 'withdrawn') AS verdict,
      minIf(job_decisions.decided_at, decision != 'withdrawn') AS at,
      anyIf(job_decisions.decided_by, decision != 'withdrawn') AS decided_by,
      anyIf(job_decisions.reason, decision != 'withdrawn') AS reason,
      anyIf(job_decisions.evidence, decision != 'withdrawn') AS evidence,
      groupUniqArrayIf((a_platform, a_key, b_platform, b_key), decision != 'withdrawn') AS pairs,
      anyIf(job_decisions.decided_by, decision = 'withdrawn') AS undone_by,
      maxIf(job_decisions.decided_at, decision = 'withdrawn') AS undone
    FROM job_decisions ${which === "one" ? "WHERE decision_id = {only:String}" : ""} GROUP BY decision_id)
  ${which === "after" ? `WHERE (at, id) < (${instantSql("decided_at")}, {id:String})` : ""}
  ORDER BY at DESC, id DESC LIMIT {limit:UInt32}`;
