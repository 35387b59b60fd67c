/** The same job elsewhere, for the API and the schedule. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { z } from "zod";
import type { Clock } from "../../shared/clock.ts";
import type { JobPairKind, JobRef, JobVerdict, PairParts } from "../../shared/contracts/job-match.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
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
  DECISIONS_AMONG,
  DecidedPair,
  DecisionId,
  DecisionRow,
  decisions,
  GROUP_OF,
  GroupRow,
  JobSide,
  MEMBERS,
  openPairs,
  PAIRS_AMONG,
  PAIRS_OF_DECISION,
  PairRow,
  PRINTS_OF,
  PrintRow,
  partsOf,
  SIDES,
} from "./match-queries.ts";
import { areasIn, regroup } from "./regroup.ts";

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
/** A decision that one of many makes; its id is the same when it is tried again. */
export interface RepeatableDecision extends NewJobDecision {
  id: string;
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
  /** @returns the postings by their `jobRefKey` */
  sides(jobs: readonly JobRef[]): Promise<Map<string, JobSide>>;
  /** Postings of the same job, the one that is asked for left out; null where no such posting is compared. */
  same(job: JobRef): Promise<SameJob[] | null>;
  /** The postings of some groups, by group. */
  members(groups: readonly number[]): Promise<Map<number, JobRef[]>>;
  /** @throws ApiError not_found, validation_failed */
  decide(decision: NewJobDecision, owner: string): Promise<JobDecision>;
  /**
   * Decides many at once, each on its own. One that is stored under its id already stays as it is.
   * @returns why each was refused, in order; null where it was not
   */
  decideMany(decisions: readonly RepeatableDecision[], owner: string): Promise<(ApiError | null)[]>;
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
      regroup({ clickhouse, corrected }, areasIn(areas), await nextVersion(clickhouse)),
    );
    await corrected();
  }

  async function printsOf(jobs: readonly JobRef[]) {
    const rows = await ask(PRINTS_OF, PrintRow, keysOf(jobs));
    return new Map(rows.map((row) => [jobRefKey(row), row]));
  }

  /** Stores decisions, each on its own, and makes the groups of their postings anew. @returns the refusal of each */
  async function store(wanted: readonly RepeatableDecision[], owner: string): Promise<(ApiError | null)[]> {
    const jobs = wanted.flatMap(({ one, others }) => [one, ...others]);
    const prints = await printsOf(jobs);
    const known = [...prints.values()].map(({ id }) => id);
    const [shown, pairs] = await Promise.all([sides(jobs), pairsAmong(known)]);
    const pairOf = new Map(pairs.map((pair) => [`${pair.a} ${pair.b}`, pair]));
    const stored: z.output<typeof PrintRow>[] = [];
    const lines: string[] = [];
    const decided_at = clock.now();
    const decide = ({ id, verdict, one, others, reason, by }: RepeatableDecision): ApiError | null => {
      const all = [one, ...others];
      const absent = all.find((job) => !prints.has(jobRefKey(job)));
      if (absent)
        return new ApiError(
          "not_found",
          `no posting ${absent.job_key} of ${absent.platform} is compared yet`,
        );
      const [first, ...rest] = all.flatMap((job) => prints.get(jobRefKey(job)) ?? []);
      if (!first) return null;
      const elsewhere = rest.findIndex(({ area }) => area !== first.area);
      if (verdict === "same" && elsewhere >= 0)
        return fieldError(`others.${elsewhere}`, "is a posting of another city or another company");
      stored.push(first, ...rest);
      for (const other of rest) {
        const [a, b] = isBefore(first.id, other.id) ? [first, other] : [other, first];
        const pair = pairOf.get(`${a.id} ${b.id}`);
        const evidence = {
          parts: pair ? partsOf(pair) : null,
          jobs: [one, other].map((job) => {
            const side = shown.get(jobRefKey(job));
            if (!side) return job;
            const { description: _, skills: __, ...fields } = side;
            return fields;
          }),
        };
        lines.push(
          JSON.stringify({
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
          }),
        );
      }
      return null;
    };
    const refusals = wanted.map(decide);
    if (lines.length === 0) return refusals;
    const first = wanted[refusals.indexOf(null)]?.id;
    await insertLines(clickhouse, "job_decisions", lines, `decision-${first}`);
    await follow(stored, owner);
    return refusals;
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

    async decide(decision, owner) {
      const id = crypto.randomUUID();
      const [refusal] = await store([{ ...decision, id }], owner);
      if (refusal) throw refusal;
      return decisionOf(id);
    },

    async decideMany(wanted, owner) {
      const known = new Set(
        (await ask(DECISIONS_AMONG, DecisionId, { ids: wanted.map(({ id }) => id) })).map(({ id }) => id),
      );
      const fresh = wanted.filter(({ id }) => !known.has(id));
      const refusals = new Map(
        fresh.length === 0 ? [] : (await store(fresh, owner)).map((refusal, at) => [fresh[at]?.id, refusal]),
      );
      // The try that stored them may have ended before the groups were made.
      const again = wanted.filter(({ id }) => known.has(id)).flatMap(({ one, others }) => [one, ...others]);
      if (again.length > 0) await follow([...(await printsOf(again)).values()], owner);
      return wanted.map(({ id }) => refusals.get(id) ?? null);
    },

    async undo(id, by, owner) {
      const decision = await decisionOf(id);
      if (decision.undone_by !== "") throw new ApiError("conflict", `decision ${id} was undone already`);
      const pairs = await ask(PAIRS_OF_DECISION, DecidedPair, { id });
      // The withdrawal counts only when it is later than the decision, whatever the clock says.
      const decided_at = Math.max(clock.now(), decision.decided_at + 1);
      const lines = pairs.map((pair) =>
        JSON.stringify({
          ...{ decision_id: id, ...pair, decision: "withdrawn" },
          ...{ decided_at, decided_by: by, reason: "", evidence: "{}" },
        }),
      );
      await insertLines(clickhouse, "job_decisions", lines, `undo-${id}`);
      const jobs = pairs.flatMap(({ a_platform, a_key, b_platform, b_key }): JobRef[] => [
        { platform: a_platform, job_key: a_key },
        { platform: b_platform, job_key: b_key },
      ]);
      await follow([...(await printsOf(jobs)).values()], owner);
      return decisionOf(id);
    },

    decisions: (limit, after) =>
      after
        ? ask(decisions("after"), DecisionRow, { limit, decided_at: after.decidedAt, id: after.id })
        : ask(decisions("first"), DecisionRow, { limit }),
  };
}
