/**
 * Brings the dictionary in ClickHouse to what the base list and the edits say, and writes the postings that it changes to
 * `job_changes`. It runs within the refresh of job_facts, under its lock, before the rows are made. Repeated after a crash
 * it does the same again: rows of the dictionary are written first, then the postings of all rows that are newer than the
 * last published version, then the version.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import type { Clock } from "../../shared/clock.ts";
import { classifyTag, type Dictionary, isSameClass } from "../../shared/domain/skills/classify-tag.ts";
import { MAX_TAG_CHARS } from "../../shared/domain/skills/rules.ts";
import { TAG_KINDS } from "../../shared/domain/skills/term.ts";
import { changedPatterns, textPatterns } from "../../shared/domain/skills/text-patterns.ts";
import { type Ask, askOf } from "../clickhouse/ask.ts";
import { runCommand } from "../clickhouse/command.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { skillKeysSql } from "../clickhouse/job-skills.ts";
import { type BoundParams, instantSql, sqlString } from "../clickhouse/query.ts";
import type { EffectiveDictionary } from "./effective-dictionary.ts";
import { NEVER } from "./skill-sql.ts";

/** Tags that are classified in one step: half a second of a Worker's CPU. */
const TAGS_PER_STEP = 10_000;

export interface SkillPublisher {
  /** Asks D1 only. @returns false when an edit, or the base list of a new release, is not published yet */
  isPublished(): Promise<boolean>;
  /**
   * @param changeAll writes every posting to job_changes, as for the first dictionary
   * @returns true when something was published
   */
  publish(changeAll: () => Promise<void>): Promise<boolean>;
  /**
   * Classifies the tags of some postings that were never seen before.
   * @param keys subquery of the postings, which takes `params`
   */
  classifyNew(keys: string, params: BoundParams): Promise<number>;
}

export interface PublishServices {
  clickhouse: ClickHouseClient;
  dictionary: EffectiveDictionary;
  clock: Pick<Clock, "now">;
}

const Tag = z.object({ tag: z.string() });
const TagRow = Tag.extend({ kind: z.enum(TAG_KINDS), skills: z.array(z.string()), is_known: z.boolean() });
const PatternRow = z.object({ skill: z.string(), pattern: z.string() });
const VersionRow = z.object({ version: z.string(), at: z.coerce.number().int() });

/** The published version and when it was published, Unix ms. */
export async function readPublished(ask: Ask): Promise<{ version: string | null; at: number }> {
  const [row] = await ask(
    "SELECT version, toUnixTimestamp64Milli(made_at) AS at FROM skill_versions ORDER BY made_at DESC LIMIT 1",
    VersionRow,
    {},
  );
  return row ?? { version: null, at: 0 };
}

const classOf = (dictionary: Dictionary, tag: string) => {
  const { kind, skills, by } = classifyTag(dictionary, tag);
  return { tag, kind, skills, is_known: by === "dictionary" };
};
const isSame = (one: z.infer<typeof TagRow>, other: z.infer<typeof TagRow>): boolean =>
  one.is_known === other.is_known && isSameClass(one, other);

/** Inserts the postings with a tag, or with a skill that their text may name, that the dictionary reads anew since `at`. */
const touchedSql = `
  INSERT INTO job_changes (platform, job_key)
  WITH
    (SELECT groupArray(skill) FROM skill_patterns WHERE made_at > ${instantSql("at")}) AS changed,
    (SELECT arrayConcat(groupArray(pattern), [${sqlString(NEVER)}]) FROM skill_patterns FINAL
      WHERE pattern != '' AND made_at > ${instantSql("at")}) AS patterns
  SELECT DISTINCT platform, job_key FROM (
    SELECT platform, job_key FROM jobs
    WHERE arrayExists(x -> toString(x) IN (SELECT tag FROM skill_tags WHERE made_at > ${instantSql("at")}),
      arrayConcat(skills, tags))
    UNION ALL
    SELECT platform, job_key FROM job_details
    WHERE arrayExists(x -> toString(x) IN (SELECT tag FROM skill_tags WHERE made_at > ${instantSql("at")}), skills)
    UNION ALL
    SELECT platform, job_key FROM job_facts
    WHERE hasAny(skill_keys, ${skillKeysSql("changed")}) OR multiMatchAny(search_text, patterns))`;

export function createSkillPublisher({ clickhouse, dictionary, clock }: PublishServices): SkillPublisher {
  const ask = askOf(clickhouse);
  const insert = (table: "skill_tags" | "skill_patterns" | "skill_versions", rows: object[], token: string) =>
    insertLines(
      clickhouse,
      table,
      rows.map((row) => JSON.stringify(row)),
      token,
    );
  /** When the version in force was published: new tags count as read by it. */
  let publishedAt = 0;

  async function renewTags(terms: Dictionary, madeAt: number): Promise<void> {
    for (let after = ""; ; ) {
      const rows = await ask(
        `SELECT tag, kind, skills, is_known FROM skill_tags FINAL WHERE tag > {after:String} ORDER BY tag LIMIT ${TAGS_PER_STEP}`,
        TagRow,
        { after },
      );
      const changed = rows
        .map((row) => ({ row, now: classOf(terms, row.tag) }))
        .filter(({ row, now }) => !isSame(row, now));
      await insert(
        "skill_tags",
        changed.map(({ now }) => ({ ...now, made_at: madeAt })),
        `skill-tags-${madeAt}-${after}`,
      );
      const last = rows.at(-1);
      if (rows.length < TAGS_PER_STEP || !last) return;
      after = last.tag;
    }
  }

  async function renewPatterns(terms: Dictionary, madeAt: number): Promise<void> {
    const kept = await ask("SELECT skill, pattern FROM skill_patterns FINAL", PatternRow, {});
    const before = new Map(kept.map(({ skill, pattern }) => [skill, pattern]));
    const changed = changedPatterns(before, textPatterns(terms.terms.values()));
    await insert(
      "skill_patterns",
      changed.map((row) => ({ ...row, made_at: madeAt })),
      `skill-patterns-${madeAt}`,
    );
  }

  return {
    isPublished: () => dictionary.isPublished(),
    async publish(changeAll) {
      const published = await readPublished(ask);
      publishedAt = published.at;
      const { version, number, dictionary: terms } = await dictionary.read();
      if (published.version === version) {
        await dictionary.savePublished(number);
        return false;
      }
      const madeAt = Math.max(clock.now(), published.at + 1);
      await renewTags(terms, madeAt);
      await renewPatterns(terms, madeAt);
      if (published.version === null) await changeAll();
      else await runCommand(clickhouse, touchedSql, { at: published.at });
      await insert("skill_versions", [{ version, made_at: madeAt }], `skill-version-${version}-${madeAt}`);
      publishedAt = madeAt;
      await dictionary.savePublished(number);
      return true;
    },
    async classifyNew(keys, params) {
      const { dictionary: terms } = await dictionary.read();
      for (let count = 0; ; ) {
        const rows = await ask(
          `SELECT DISTINCT tag FROM (
             SELECT toString(arrayJoin(arrayConcat(skills, tags))) AS tag FROM jobs WHERE (platform, job_key) IN ${keys}
             UNION ALL
             SELECT toString(arrayJoin(skills)) AS tag FROM job_details WHERE (platform, job_key) IN ${keys})
           WHERE lengthUTF8(tag) <= ${MAX_TAG_CHARS} AND tag NOT IN (SELECT tag FROM skill_tags)
           ORDER BY tag LIMIT ${TAGS_PER_STEP}`,
          Tag,
          params,
        );
        await insert(
          "skill_tags",
          rows.map(({ tag }) => ({ ...classOf(terms, tag), made_at: publishedAt })),
          `skill-tags-new-${clock.now()}-${count}`,
        );
        count += rows.length;
        if (rows.length < TAGS_PER_STEP) return count;
      }
    },
  };
}
