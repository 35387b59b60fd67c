/**
 * Works on chosen postings, page by page: removes, corrects or restores them, or counts them as changed. Figures, search and
 * exports follow by job_changes. The kinds of tasks in workers/tasks/kinds call it and keep how far they are.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { isEmptyFilter, type JobFilter } from "../../shared/contracts/job-filter.ts";
import type { JobRef } from "../../shared/contracts/job-match.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import { askOf } from "../clickhouse/ask.ts";
import { runCommand } from "../clickhouse/command.ts";
import { jobFilterSql } from "../clickhouse/job-filter.ts";
import { type BoundParams, Count } from "../clickhouse/query.ts";
import { notRemovedSql } from "../clickhouse/removed-jobs.ts";
import { CORRECTION_SETTINGS, pageStatements } from "../recleans/apply-sql.ts";
import { BY_HAND } from "../recleans/targets.ts";
import * as sql from "./edit-sql.ts";

/** Which postings: those of a filter, or some by their keys. */
export type Chosen = { filter: JobFilter } | { jobs: readonly JobRef[] };

/** Keys of one platform in their order: `after` is excluded, `through` is the last one. */
export interface KeyPage {
  platform: Platform;
  after: string;
  through: string;
  rows: number;
}
/** A place among the keys; the first one has empty texts. */
export interface KeyPosition {
  platform: string;
  after: string;
}
export const FIRST_KEY: KeyPosition = { platform: "", after: "" };

export interface Removal {
  /** When the task began to remove, Unix ms: repeated, a page writes the same. */
  at: number;
  by: string;
  reason: string;
  mayReturn: boolean;
  /** Also deletes what is stored of the posting; that cannot be undone. */
  erase: boolean;
}

export interface Correction {
  at: number;
  by: string;
  reason: string;
  /** Values by column of `jobs`; null empties it. */
  set: Readonly<Record<string, string | number | null>>;
}

/** Keys of a page: one that is repeated after a crash costs about a second. */
const PAGE_KEYS = 2000;

export type RowEdits = ReturnType<typeof createRowEdits>;

export function createRowEdits({
  clickhouse,
  corrected,
  pageKeys = PAGE_KEYS,
}: {
  clickhouse: ClickHouseClient;
  /** Says that stored rows are being corrected. */
  corrected(): Promise<void>;
  pageKeys?: number;
}) {
  const ask = askOf(clickhouse);
  const run = (query: string, params: BoundParams) =>
    runCommand(clickhouse, query, params, CORRECTION_SETTINGS);
  async function count(query: string, params: BoundParams): Promise<number> {
    const [total] = await ask(query, z.object({ rows: Count }), params);
    return total?.rows ?? 0;
  }
  function conditionOf(chosen: Chosen): { from: string; sql: string; params: BoundParams } {
    if ("filter" in chosen)
      return isEmptyFilter(chosen.filter)
        ? // Everything that is stored, whether or not it is in job_facts yet.
          { from: "jobs", sql: notRemovedSql("1"), params: {} }
        : { from: "job_facts", ...jobFilterSql(chosen.filter) };
    const { jobs } = chosen;
    const params = {
      platforms: jobs.map(({ platform }) => platform),
      keys: jobs.map(({ job_key }) => job_key),
    };
    return { from: "jobs", sql: sql.BY_KEYS_STORED, params };
  }
  const pageOf = (task: string, { platform, after, through }: KeyPage): BoundParams => ({
    task,
    platform,
    after,
    through,
  });
  /** The keys count as changed after the rows are written, and the refresh is told before and after. */
  async function write(statements: readonly string[], params: BoundParams): Promise<void> {
    await corrected();
    for (const statement of statements) await run(statement, params);
    await corrected();
  }

  return {
    /** Postings that match now. */
    async count(chosen: Chosen): Promise<number> {
      const { from, sql: condition, params } = conditionOf(chosen);
      return count(`SELECT uniqExact(platform, job_key) AS rows FROM ${from} WHERE ${condition}`, params);
    },
    /** Keeps the keys that match now, with those that an earlier try kept. @returns their number */
    async list(task: string, chosen: Chosen): Promise<number> {
      const { from, sql: condition, params } = conditionOf(chosen);
      await run(sql.insertChosen(from, condition), { ...params, task });
      return count(sql.COUNT_LISTED, { task });
    },
    /** @returns null when no key follows */
    async next(task: string, { platform, after }: KeyPosition): Promise<KeyPage | null> {
      const Row = z.object({ platform: Platform, through: z.string(), rows: Count });
      const [page] = await ask(sql.NEXT_PAGE, Row, { task, platform, after, limit: pageKeys });
      return page ? { ...page, after: page.platform === platform ? after : "" } : null;
    },
    /** Counts the postings of a page as changed. */
    touch: (task: string, page: KeyPage) => write([sql.TOUCH], pageOf(task, page)),

    remove: (task: string, page: KeyPage, { at, by, reason, mayReturn, erase }: Removal) =>
      write([sql.REMOVE, ...(erase ? sql.ERASE : []), sql.TOUCH], {
        ...pageOf(task, page),
        ...{ at, by, reason, may_return: mayReturn ? 1 : 0, erased: erase ? 1 : 0 },
      }),
    removed: (task: string) => count(sql.COUNT_REMOVED, { task }),

    async correct(task: string, page: KeyPage, { at, by, reason, set }: Correction): Promise<void> {
      const values = Object.fromEntries(Object.entries(set).map(([name, value]) => [`set_${name}`, value]));
      await write([sql.noteChanges(Object.keys(set)), ...pageStatements(BY_HAND, "apply")], {
        ...pageOf(task, page),
        ...values,
        ...{ run: task, at, by, why: reason },
      });
    },
    corrected: (source: string) => count(sql.COUNT_CORRECTED, { source }),

    /** Keeps the keys that a task removed or corrected. @returns their number */
    async listEdited(task: string, source: string): Promise<number> {
      await run(sql.LIST_REMOVED, { task, source });
      await run(sql.LIST_CORRECTED, { task, source });
      return count(sql.COUNT_LISTED, { task });
    },
    /** Takes back what `source` did to the postings of a page. A value that was changed since stays. */
    async restore(task: string, page: KeyPage, source: string, at: number, by: string): Promise<void> {
      const params = pageOf(task, page);
      await write([sql.RESTORE, sql.TOUCH], { ...params, source, at, by });
      await write(pageStatements(BY_HAND, "undo"), { ...params, run: source, at });
    },
    /** Postings of `source` that are restored, and whose corrections are undone. */
    restored: async (source: string) => ({
      removals: await count(sql.COUNT_RESTORED, { source }),
      corrections: await count(sql.COUNT_UNDONE, { source }),
    }),
  };
}
