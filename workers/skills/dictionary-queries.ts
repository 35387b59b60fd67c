/** What the dictionary page asks ClickHouse. */
import { z } from "zod";
import type { EditPreview, UnknownTag } from "../../shared/contracts/skills.ts";
import { classifyTag, dictionaryOf, isSameClass } from "../../shared/domain/skills/classify-tag.ts";
import { MAX_TAG_CHARS } from "../../shared/domain/skills/rules.ts";
import { TAG_KINDS, type Term } from "../../shared/domain/skills/term.ts";
import { squash, termKey } from "../../shared/domain/skills/term-key.ts";
import { changedPatterns, textPatterns } from "../../shared/domain/skills/text-patterns.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { skillKey } from "../clickhouse/job-skills.ts";
import { Count } from "../clickhouse/query.ts";
import { skillsOfSql } from "../facts/job-facts-sql.ts";
import { NEVER } from "./skill-sql.ts";

/** Postings with each of some skills, by the skills' folded names. */
export async function countPostings(ask: Ask, skills: readonly string[]): Promise<Map<string, number>> {
  if (skills.length === 0) return new Map();
  const rows = await ask(
    `SELECT arrayJoin(arrayFilter(x -> has({keys:Array(String)}, x), skill_keys)) AS key, count() AS n
     FROM job_facts GROUP BY key`,
    z.object({ key: z.string(), n: Count }),
    { keys: skills.map(skillKey) },
  );
  return new Map(rows.map(({ key, n }) => [key, n]));
}

const UNKNOWN_DAYS = 30;

/** Tags of the last 30 days that only a rule has read, most frequent first. */
export async function unknownTags(ask: Ask, limit: number, skipped = 0): Promise<UnknownTag[]> {
  const Row = z.object({
    tag: z.string(),
    kind: z.enum(TAG_KINDS),
    postings: Count,
    platforms: z.array(z.string()),
    examples: z.array(z.string()),
  });
  return ask(
    `SELECT t.tag AS tag, t.kind AS kind, u.postings AS postings, u.platforms AS platforms, u.examples AS examples
     FROM (
       SELECT toString(arrayJoin(arrayDistinct(arrayConcat(skills, tags)))) AS tag, uniqExact(platform, job_key) AS postings,
         arraySort(groupUniqArray(toString(platform))) AS platforms,
         arraySort(groupUniqArrayIf(3)(assumeNotNull(title), title IS NOT NULL)) AS examples
       FROM jobs WHERE collected_at > now() - INTERVAL ${UNKNOWN_DAYS} DAY AND lengthUTF8(tag) <= ${MAX_TAG_CHARS}
       GROUP BY tag) AS u
     INNER JOIN (SELECT tag, kind FROM skill_tags FINAL WHERE NOT is_known) AS t ON t.tag = u.tag
     WHERE NOT match(t.tag, '^[\\\\d.\\\\-\\\\s]*\\\\d')
     ORDER BY postings DESC, tag LIMIT {limit:UInt32} OFFSET {skipped:UInt32}`,
    Row,
    { limit, skipped },
  );
}

/** A preview computes the lists of this many postings; where more are touched, it computes a share of them. */
const MAX_PREVIEWED = 20_000;
const MAX_EXAMPLES = 5;

interface Change {
  before: ReadonlyMap<string, Term>;
  after: ReadonlyMap<string, Term>;
}

const Lists = {
  skills: z.array(z.string()),
  welfare: z.array(z.string()),
  requirements: z.array(z.string()),
};
const PreviewRow = z.object({
  platform: z.string(),
  job_key: z.string(),
  title: z.string().nullable(),
  was: z.tuple([Lists.skills, Lists.welfare, Lists.requirements]),
  now: z.tuple([Lists.skills, Lists.welfare, Lists.requirements]),
});

/**
 * How many postings a change of the dictionary would change, computed by the SELECT that makes job_facts, over the
 * dictionary as it would be.
 */
export async function previewChange(
  ask: Ask,
  { before, after }: Change,
): Promise<Pick<EditPreview, "postings" | "exact" | "examples">> {
  const [old, next] = [dictionaryOf(before), dictionaryOf(after)];
  const stored = await ask("SELECT DISTINCT tag FROM skill_tags", z.object({ tag: z.string() }), {});
  const tags = stored
    .map(({ tag }) => ({ was: classifyTag(old, tag), now: classifyTag(next, tag), tag }))
    .filter(({ was, now }) => !isSameClass(was, now))
    .map(({ tag, now }) => ({ tag, kind: now.kind, skills: now.skills }));
  const patterns = changedPatterns(textPatterns(before.values()), textPatterns(after.values()));
  if (tags.length === 0 && patterns.length === 0) return { postings: 0, exact: true, examples: [] };
  const params = {
    tags: tags.map(({ tag }) => tag),
    kinds: tags.map(({ kind }) => kind),
    names: tags.map(({ skills }) => skills.join("\n")),
    skills: patterns.map(({ skill }) => skill),
    patterns: patterns.map(({ pattern }) => pattern),
    found: [...patterns.map(({ pattern }) => pattern).filter((pattern) => pattern !== ""), NEVER],
    keys: patterns.map(({ skill }) => skillKey(skill)),
  };
  const list = (name: string) => `{${name}:Array(String)}`;
  const overTags = `(
    SELECT tag, kind, skills FROM skill_tags FINAL WHERE tag NOT IN ${list("tags")}
    UNION ALL
    SELECT t.1 AS tag, t.2 AS kind, splitByChar('\\n', t.3) AS skills
    FROM (SELECT arrayJoin(arrayZip(${list("tags")}, ${list("kinds")}, ${list("names")})) AS t))`;
  const overPatterns = `(
    SELECT skill, pattern FROM skill_patterns FINAL WHERE skill NOT IN ${list("skills")}
    UNION ALL
    SELECT p.1 AS skill, p.2 AS pattern FROM (SELECT arrayJoin(arrayZip(${list("skills")}, ${list("patterns")})) AS p))`;
  const touched = `
    SELECT platform, job_key FROM jobs
    WHERE arrayExists(x -> has(${list("tags")}, toString(x)), arrayConcat(skills, tags))
    UNION DISTINCT
    SELECT platform, job_key FROM job_details WHERE arrayExists(x -> has(${list("tags")}, toString(x)), skills)
    UNION DISTINCT
    SELECT platform, job_key FROM job_facts
    WHERE hasAny(skill_keys, ${list("keys")}) OR multiMatchAny(search_text, ${list("found")})`;
  const [size] = await ask(`SELECT count() AS n FROM (${touched})`, z.object({ n: Count }), params);
  const candidates = size?.n ?? 0;
  const share = Math.max(1, Math.ceil(candidates / MAX_PREVIEWED));
  const keys = `(platform, job_key) IN (SELECT platform, job_key FROM (${touched}) WHERE sipHash64(platform, job_key) % ${share} = 0)`;
  const changed = `
    SELECT f.platform AS platform, f.job_key AS job_key, f.title AS title,
      (f.skills, f.welfare, f.requirements) AS was, (n.skills, n.welfare, n.requirements) AS now
    FROM (${skillsOfSql(keys, { tags: overTags, patterns: overPatterns })}) AS n
    INNER JOIN (SELECT platform, job_key, title, skills, welfare, requirements FROM job_facts WHERE ${keys}) AS f
      ON f.platform = n.platform AND f.job_key = n.job_key
    WHERE was != now`;
  const [[count], rows] = await Promise.all([
    ask(`SELECT count() AS n FROM (${changed})`, z.object({ n: Count }), params),
    ask(`${changed} ORDER BY platform, job_key LIMIT ${MAX_EXAMPLES}`, PreviewRow, params),
  ]);
  const lists = ([skills, welfare, requirements]: z.infer<typeof PreviewRow>["was"]) => ({
    skills,
    welfare,
    requirements,
  });
  return {
    postings: (count?.n ?? 0) * share,
    exact: share === 1,
    examples: rows.map(({ was, now, ...posting }) => ({ ...posting, before: lists(was), after: lists(now) })),
  };
}

/** Finds terms by a part of their text, spelling or skill. */
export const holdsPart = (part: string) => {
  const [key, loose] = [termKey(part), squash(termKey(part))];
  return (term: { key: string; skill: string | null }): boolean =>
    [term.key, termKey(term.skill ?? "")].some((text) => text.includes(key) || squash(text).includes(loose));
};
