/** Postings that may be the same job: pairs that wait for a person, and what people decided. */
import { z } from "zod";
import { Platform } from "./platform.ts";
import { JOB_PAIR_KINDS, PAIR_PARTS } from "./vocabulary.ts";

export const JobPairKind = z.enum(JOB_PAIR_KINDS);
export type JobPairKind = z.infer<typeof JobPairKind>;

export const JOB_VERDICTS = ["same", "different"] as const;
export const JobVerdict = z.enum(JOB_VERDICTS);
export type JobVerdict = z.infer<typeof JobVerdict>;

/** One decision names at most this many postings beside the first. */
export const MAX_DECIDED_JOBS = 50;

export const JobRef = z.strictObject({ platform: Platform, job_key: z.string().min(1).max(200) });
export type JobRef = z.infer<typeof JobRef>;

export const PairParts = z.object(
  Object.fromEntries(PAIR_PARTS.map((name) => [name, z.number()])) as Record<
    (typeof PAIR_PARTS)[number],
    z.ZodNumber
  >,
);
export type PairParts = z.infer<typeof PairParts>;
