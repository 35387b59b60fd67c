/** Postings that may be the same job, without ClickHouse: every posting is known, none is joined, decisions are kept here. */
import type { JobRef } from "../../../shared/contracts/job-match.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { Services } from "../../../workers/api/services.ts";
import type {
  JobDecision,
  RepeatableDecision,
  SameJob,
} from "../../../workers/duplicates/create-job-matches.ts";
import type { JobSide, PairRow } from "../../../workers/duplicates/match-queries.ts";

export const jobSide = ({ platform, job_key }: JobRef, over: Partial<JobSide> = {}): JobSide => ({
  platform,
  job_key,
  title: "Java开发工程师",
  company_name: "示例软件",
  city: "深圳",
  district: null,
  salary_text: null,
  monthly_min: null,
  monthly_max: null,
  experience: null,
  degree: null,
  skills: [],
  description: null,
  first_seen: 0,
  last_seen_day: "2026-11-22",
  url: null,
  ...over,
});

/** @param same the other postings of every job */
export function memoryJobMatches(
  now: () => number,
  {
    pairs = [],
    same = [],
    side = jobSide,
  }: { pairs?: PairRow[]; same?: SameJob[]; side?: typeof jobSide } = {},
): Services["jobMatches"] {
  const kept: JobDecision[] = [];
  const isKnown = ({ job_key }: JobRef) => !job_key.endsWith("gone");
  const find = (id: string): JobDecision => {
    const found = kept.find((one) => one.id === id);
    if (!found) throw new ApiError("not_found", `no decision ${id}`);
    return found;
  };
  async function decide({ id, verdict, one, others, reason, by }: RepeatableDecision): Promise<JobDecision> {
    const missing = [one, ...others].find((job) => !isKnown(job));
    if (missing) throw new ApiError("not_found", `no posting ${missing.job_key}`);
    const decision: JobDecision = {
      ...{ id, verdict, decided_at: now(), decided_by: by, reason: reason ?? "" },
      ...{ evidence: "{}", undone_by: "", undone_at: 0 },
      pairs: others.map((other) => [one.platform, one.job_key, other.platform, other.job_key]),
    };
    kept.unshift(decision);
    return decision;
  }
  return {
    pairs: async (_, limit, after) => pairs.filter(({ a }) => !after || a > after.a).slice(0, limit),
    sides: async (jobs) =>
      new Map(jobs.filter(isKnown).map((job) => [`${job.platform} ${job.job_key}`, side(job)])),
    same: async (job) => (isKnown(job) ? same : null),
    members: async () => new Map(),
    decide: (decision) => decide({ ...decision, id: crypto.randomUUID() }),
    decideMany: (decisions) =>
      Promise.all(
        decisions.map(async (decision) => {
          if (kept.some(({ id }) => id === decision.id)) return null;
          return decide(decision).then(
            () => null,
            (error: unknown) => {
              if (error instanceof ApiError) return error;
              throw error;
            },
          );
        }),
      ),
    async undo(id, by) {
      const found = find(id);
      if (found.undone_by !== "") throw new ApiError("conflict", `decision ${id} was undone already`);
      return Object.assign(found, { undone_by: by, undone_at: now() });
    },
    decisions: async (limit, after) =>
      kept.filter(({ decided_at }) => !after || decided_at < after.decidedAt).slice(0, limit),
  };
}
