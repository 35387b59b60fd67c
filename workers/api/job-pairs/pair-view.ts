/** Postings that may be the same job, and decided ones, as the API shows them. */
import { z } from "@hono/zod-openapi";
import { JobPairKind, JobVerdict, PairParts } from "../../../shared/contracts/job-match.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { rowSchema } from "../../../shared/tables/table.ts";
import type { JobDecision } from "../../duplicates/create-job-matches.ts";
import { type PairRow, partsOf, SIDE_COLUMNS, type JobSide as Side } from "../../duplicates/match-queries.ts";
import { Instant } from "../http/answers.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

/** A posting with what is compared of it. */
export const JobSide = rowSchema(SIDE_COLUMNS);

const Parts = PairParts.describe(
  "What was compared: 1 is the same, 0 another; -1 where one of both does not say",
);

export const JobPair = z.object({
  kind: JobPairKind.describe(
    "doubtful: may be the same job; chain: is, but joining it would chain postings that differ",
  ),
  score: z.number().describe("0 to 1, for the order"),
  parts: Parts,
  one: JobSide,
  other: JobSide,
});

export const SameJobView = JobSide.extend({
  is_main: z.boolean().describe("First seen of all; figures count this one"),
  parts: Parts.nullable().describe(
    "Compared with the posting that is asked for; null where others join them",
  ),
});

const Decided = z.object({
  parts: Parts.nullable(),
  jobs: z.array(z.record(z.string(), z.unknown())).describe("Both postings as they were"),
});
export const JobDecisionView = z.object({
  id: z.uuid(),
  verdict: JobVerdict,
  pairs: z.array(
    z.object({
      one: z.object({ platform: Platform, job_key: z.string() }),
      other: z.object({ platform: Platform, job_key: z.string() }),
    }),
  ),
  reason: z.string().nullable(),
  evidence: Decided.describe("The first pair as it was when it was decided"),
  decided_by: z.string(),
  decided_at: Instant,
  undone_by: z.string().nullable(),
  undone_at: z.number().int().nullable(),
});

const kindOf = ({ verdict }: PairRow): JobPairKind => (verdict === "doubtful" ? "doubtful" : "chain");
export const pairView = (pair: PairRow, one: Side, other: Side): z.input<typeof JobPair> => ({
  kind: kindOf(pair),
  score: pair.score,
  parts: partsOf(pair),
  one,
  other,
});

export const decisionView = (decision: JobDecision): z.infer<typeof JobDecisionView> => ({
  id: decision.id,
  verdict: decision.verdict,
  pairs: decision.pairs.map(([aPlatform, aKey, bPlatform, bKey]) => ({
    one: { platform: aPlatform, job_key: aKey },
    other: { platform: bPlatform, job_key: bKey },
  })),
  reason: decision.reason || null,
  evidence: Decided.catch({ parts: null, jobs: [] }).parse(JSON.parse(decision.evidence)),
  decided_by: decision.decided_by,
  decided_at: decision.decided_at,
  undone_by: decision.undone_by || null,
  undone_at: decision.undone_by === "" ? null : decision.undone_at,
});

const parts = { company: 1, place: 1, title: 1, salary: 0.75, requirements: 1, text: 0.6 };
const one = {
  platform: "boss",
  job_key: "5f2b1c",
  title: "Java开发工程师",
  company_name: "示例软件",
  city: "深圳",
  district: "南山区",
  salary_text: "15-25K",
  monthly_min: 15_000,
  monthly_max: 25_000,
  experience: "3-5",
  degree: "bachelor",
  skills: ["Java", "Spring"],
  description: "负责核心系统的开发。",
  first_seen: EXAMPLE_NOW,
  last_seen_day: "2026-11-22",
  url: null,
} as const;
const other = {
  ...one,
  platform: "qcwy",
  job_key: "100000001",
  company_name: "深圳示例软件有限公司",
} as const;

export const examplePair = {
  kind: "doubtful",
  score: 0.83,
  parts,
  one: { ...one, skills: [...one.skills] },
  other: { ...other, salary_text: "1.8-3万", monthly_min: 18_000, monthly_max: 30_000, skills: ["Java"] },
} satisfies z.input<typeof JobPair>;

export const exampleSame = { ...examplePair.other, is_main: false, parts } satisfies z.input<
  typeof SameJobView
>;

export const exampleDecision = {
  id: "4b5f7a0e-7c1d-4f37-8a57-2f8c1f7f3c10",
  verdict: "same",
  pairs: [
    { one: { platform: "boss", job_key: "5f2b1c" }, other: { platform: "qcwy", job_key: "100000001" } },
  ],
  reason: null,
  evidence: { parts, jobs: [{ title: one.title }, { title: other.title }] },
  decided_by: "lin",
  decided_at: EXAMPLE_NOW,
  undone_by: null,
  undone_at: null,
} satisfies z.input<typeof JobDecisionView>;
