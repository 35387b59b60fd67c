/** The same job elsewhere, for the API and the schedule. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import type { Clock } from "../../shared/clock.ts";
import type { JobPairKind, JobRef, JobVerdict, PairParts } from "../../shared/contracts/job-match.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { PAIR_PARTS } from "../../shared/contracts/vocabulary.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { fieldError } from "../../shared/errors/validation.ts";
import type { Logger } from "../../shared/log.ts";
import { askOf } from "../clickhouse/ask.ts";
import { insertLines } from "../clickhouse/insert.ts";
import type { BoundParams } from "../clickhouse/query.ts";
import type { RefreshStore } from "../facts/refresh-store.ts";
import { type HeldLock, withLock } from "../with-lock.ts";
import { type MatchReport, matchJobs, nextVersion } from "./match-jobs.ts";
import {
  DecisionRow,
  decisions,
  GROUP_OF,
  GroupRow,
  JobSide,
  MEMBERS,
  openPairs,
  PAIRS_AMONG,
  PairRow,
  PRINTS_OF,
  PrintRow,
  SIDES,
} from "./match-queries.ts";
import { regroup } from "./regroup.ts";

export interface JobPairFilter {
  kind: JobPairKind | undefined;
  platform: Platform | undefined;
}
/** Place in the queue. Hashes as text. */
export interface JobPairPosition {
  score: number;
  a: string;
  b: string;
}
export interface NewJobDecision {
  verdict: JobVerdict;
  one: JobRef;
  others: readonly JobRef[];
  reason: string | null;
  /** Account of the user. */
  by: string;
}
export type JobDecision = DecisionRow;
export interface JobDecisionPosition {
  decidedAt: number;
  id: string;
}

/** A posting of the same job, with what it was compared by to the one that is asked for. */
export interface SameJob extends JobSide {
  is_main: boolean;
  parts: PairParts | null;
}

export interface JobMatches {
  /** Finds the same job among what changed, when something did. */
  run(owner: string): Promise<MatchReport>;
  pairs(filter: JobPairFilter, limit: number, after?: JobPairPosition): Promise<PairRow[]>;
  /** By `platform job_key`. */
  sides(jobs: readonly JobRef[]): Promise<Map<string, JobSide>>;
  /** Postings of the same job, the one that is asked for left out; null where no such posting is compared. */
  same(job: JobRef): Promise<SameJob[] | null>;
  /** The postings of some groups, by group. */
  members(groups: readonly number[]): Promise<Map<number, JobRef[]>>;
  /** @throws ApiError not_found, validation_failed */
  decide(decision: NewJobDecision, owner: string): Promise<JobDecision>;
  /** @throws ApiError not_found, conflict */
  undo(id: string, by: string, owner: string): Promise<JobDecision>;
  decisions(limit: number, after?: JobDecisionPosition): Promise<JobDecision[]>;
}

interface Parts {
  clickhouse: ClickHouseClient;
  /** How far each is: job_facts, the groups, and a run over all postings. */
  stores: Record<"facts" | "store" | "whole", RefreshStore>;
  lock: HeldLock;
  /** Says that stored rows are being corrected. */
  corrected(): Promise<void>;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

export const jobRefKey = ({ platform, job_key }: JobRef): string => `${platform} ${job_key}`;
const keysOf = (jobs: readonly JobRef[]): BoundParams => ({
  platforms: jobs.map(({ platform }) => platform),
  keys: jobs.map(({ job_key }) => job_key),
});
/** Hashes are compared as numbers. */
const isBefore = (one: string, other: string): boolean => BigInt(one) < BigInt(other);
const partsOf = (pair: PairRow): PairParts =>
  Object.fromEntries(PAIR_PARTS.map((name) => [name, pair[name]])) as PairParts;

export function createJobMatches({ clickhouse, stores, lock, corrected, clock, logger }: Parts): JobMatches {
  const ask = askOf(clickhouse);

  async function sides(jobs: readonly JobRef[]): Promise<Map<string, JobSide>> {
    if (jobs.length === 0) return new Map();
    const rows = await ask(SIDES, JobSide, keysOf(jobs));
    return new Map(rows.map((row) => [jobRefKey(row), row]));
  }
  const pairsAmong = (ids: string[]) => ask(PAIRS_AMONG, PairRow, { ids });

  async function decisionOf(id: string): Promise<JobDecision> {
    const [row] = await ask(decisions("one"), DecisionRow, { only: id, limit: 1 });
    if (!row) throw new ApiError("not_found", `no decision ${id}`);
    return row;
  }

  /**
   * Makes the groups of these postings anew. Their keys count as changed first: where another run holds the lock, the next
   * one does it.
   */
  async function follow(prints: z.output<typeof PrintRow>[], owner: string): Promise<void> {
    const lines = prints.map(({ platform, job_key }) => JSON.stringify({ platform, job_key }));
    await corrected();
    await insertLines(clickhouse, "job_changes", lines, `decided-${crypto.randomUUID()}`);
    const areas = [...new Set(prints.map(({ area }) => area))];
    await withLock(lock, owner, logger, async () =>
      regroup(
        { clickhouse, corrected },
        { sql: "area IN (SELECT toUInt64(arrayJoin({areas:Array(String)})))", params: { areas } },
        await nextVersion(clickhouse),
      ),
    );
    await corrected();
  }

  async function printsOf(jobs: readonly JobRef[]) {
    const rows = await ask(PRINTS_OF, PrintRow, keysOf(jobs));
    return new Map(rows.map((row) => [jobRefKey(row), row]));
  }

  return {
    run: (owner) => matchJobs({ clickhouse, corrected, ...stores, lock, clock, logger }, owner),

    pairs: ({ kind, platform }, limit, after) =>
      ask(
        openPairs({ kind: kind !== undefined, platform: platform !== undefined, after: after !== undefined }),
        PairRow,
        { limit, ...(kind && { kind }), ...(platform && { platform }), ...after },
      ),

    sides,

    async same(job) {
      const own = (await printsOf([job])).get(jobRefKey(job));
      if (!own) return null;
      const members = (await ask(GROUP_OF, GroupRow, { ...job })).filter(({ id }) => id !== own.id);
      if (members.length === 0) return [];
      const [shown, pairs] = await Promise.all([
        sides(members),
        pairsAmong([own.id, ...members.map(({ id }) => id)]),
      ]);
      return members.flatMap((member) => {
        const side = shown.get(jobRefKey(member));
        if (!side) return [];
        const pair = pairs.find(({ a, b }) => [a, b].includes(own.id) && [a, b].includes(member.id));
        return [{ ...side, is_main: member.is_main === 1, parts: pair ? partsOf(pair) : null }];
      });
    },

    async members(groups) {
      if (groups.length === 0) return new Map();
      const rows = await ask(MEMBERS, GroupRow, { groups: groups.map(String) });
      return Map.groupBy(rows, ({ group_id }) => Number(group_id)) as Map<number, JobRef[]>;
    },

    async decide({ verdict, one, others, reason, by }, owner) {
      const prints = await printsOf([one, ...others]);
      const printOf = (job: JobRef) => {
        const found = prints.get(jobRefKey(job));
        if (!found)
          throw new ApiError("not_found", `no posting ${job.job_key} of ${job.platform} is compared yet`);
        return found;
      };
      const first = printOf(one);
      const rest = others.map(printOf);
      const elsewhere = rest.findIndex(({ area }) => area !== first.area);
      if (verdict === "same" && elsewhere >= 0)
        throw fieldError(`others.${elsewhere}`, "is a posting of another city or another company");
      const [shown, pairs] = await Promise.all([
        sides([one, ...others]),
        pairsAmong([first.id, ...rest.map(({ id }) => id)]),
      ]);
      const id = crypto.randomUUID();
      const decided_at = clock.now();
      const lines = rest.map((other) => {
        const [a, b] = isBefore(first.id, other.id) ? [first, other] : [other, first];
        const pair = pairs.find((row) => row.a === a.id && row.b === b.id);
        const evidence = {
          parts: pair ? partsOf(pair) : null,
          jobs: [one, other].map((job) => {
            const side = shown.get(jobRefKey(job));
            if (!side) return job;
            const { description: _, skills: __, ...fields } = side;
            return fields;
          }),
        };
        return JSON.stringify({
          decision_id: id,
          a: a.id,
          b: b.id,
          a_platform: a.platform,
          a_key: a.job_key,
          b_platform: b.platform,
          b_key: b.job_key,
          decision: verdict,
          decided_at,
          decided_by: by,
          reason: reason ?? "",
          evidence: JSON.stringify(evidence),
        });
      });
      await insertLines(clickhouse, "job_decisions", lines, `decision-${id}`);
      await follow([first, ...rest], owner);
      return decisionOf(id);
    },

    async undo(id, by, owner) {
      const decision = await decisionOf(id);
      if (decision.undone_by !== "") throw new ApiError("conflict", `decision ${id} was undone already`);
      const jobs = decision.pairs.flatMap(([aPlatform, aKey, bPlatform, bKey]): JobRef[] => [
        { platform: aPlatform, job_key: aKey },
        { platform: bPlatform, job_key: bKey },
      ]);
      const rows = await ask(
        `SELECT toString(a) AS a_text, toString(b) AS b_text, a_platform, a_key, b_platform, b_key FROM job_decisions
         WHERE decision_id = {id:String} AND decision != 'withdrawn'`,
        z.object({
          a_text: z.string(),
          b_text: z.string(),
          a_platform: z.string(),
          a_key: z.string(),
          b_platform: z.string(),
          b_key: z.string(),
        }),
        { id },
      );
      // Later than the decision, whatever the clock says.
      const decided_at = Math.max(clock.now(), decision.decided_at + 1);
      const lines = rows.map(({ a_text, b_text, ...keys }) =>
        JSON.stringify({
          ...{ decision_id: id, a: a_text, b: b_text, ...keys, decision: "withdrawn" },
          ...{ decided_at, decided_by: by, reason: "", evidence: "{}" },
        }),
      );
      await insertLines(clickhouse, "job_decisions", lines, `undo-${id}`);
      await follow([...(await printsOf(jobs)).values()], owner);
      return decisionOf(id);
    },

    decisions: (limit, after) =>
      after
        ? ask(decisions("after"), DecisionRow, { limit, decided_at: after.decidedAt, id: after.id })
        : ask(decisions("first"), DecisionRow, { limit }),
  };
}
