/** Bulk actions on pairs of postings that wait for a person: join them, or keep them apart. */
import { z } from "zod";
import type { BulkFilter } from "../../../shared/contracts/bulk.ts";
import { JobRef, type JobVerdict } from "../../../shared/contracts/job-match.ts";
import type { JobMatches, JobPairPosition, RepeatableDecision } from "../../duplicates/create-job-matches.ts";
import { type BulkNounRules, DONE, readCursor, refusal } from "../bulk-noun.ts";
import { decisionId } from "../decision-id.ts";

const Pair = z.tuple([
  JobRef.shape.platform,
  JobRef.shape.job_key,
  JobRef.shape.platform,
  JobRef.shape.job_key,
]);

/** The id of a pair in a bulk action. */
export const pairId = (one: JobRef, other: JobRef): string =>
  JSON.stringify([one.platform, one.job_key, other.platform, other.job_key]);

export const bulkJobPairs = (matches: Pick<JobMatches, "pairs" | "decideMany">): BulkNounRules => ({
  read: { route: "GET /api/v1/job-pairs", scope: "read" },
  need: () => ({ route: "POST /api/v1/job-decisions", scope: "matches:write" }),
  owned: false,

  async select({ filter }, _caller, cursor, limit) {
    const { kind, platform, min_score = 0 } = filter as BulkFilter<"job-pairs">;
    const after = readCursor<JobPairPosition | undefined>(cursor, undefined);
    const page = await matches.pairs({ kind, platform }, limit, after);
    // The likeliest come first.
    const wanted = page.filter(({ score }) => score >= min_score);
    const ids = wanted.map((pair) =>
      pairId(
        { platform: pair.a_platform, job_key: pair.a_key },
        { platform: pair.b_platform, job_key: pair.b_key },
      ),
    );
    const last = page.at(-1);
    if (!last || page.length < limit || wanted.length < page.length) return { ids, cursor: null };
    return { ids, cursor: JSON.stringify({ score: last.score, a: last.a, b: last.b }) };
  },

  async act({ action, reason }, { label, actor }, ids, actionId) {
    const decisions = ids.map((id): RepeatableDecision => {
      const [platform, job_key, otherPlatform, otherKey] = Pair.parse(JSON.parse(id));
      return {
        id: decisionId(actionId, id),
        verdict: action as JobVerdict,
        one: { platform, job_key },
        others: [{ platform: otherPlatform, job_key: otherKey }],
        reason,
        by: label,
      };
    });
    const problems = await matches.decideMany(decisions, actor);
    return problems.map((problem) => (problem ? refusal(problem.message) : DONE));
  },
});
