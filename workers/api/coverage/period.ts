/** The period of a figure, and the card that every answer of coverage carries. */
import { COVERAGE_DAYS, type CoverageCard } from "../../../shared/contracts/coverage.ts";
import { COVERAGE_METHOD } from "../../../shared/domain/capture-recapture.ts";
import { addDays, chinaDayOf } from "../../../shared/domain/china-day.ts";
import { errorAbout } from "../../../shared/errors/validation.ts";
import type { Period } from "../../coverage/coverage-queries.ts";
import type { Services } from "../services.ts";

/** Sightings are kept for 400 days. */
const MAX_DAYS = 400;

/** @throws ApiError when the period is empty or longer than sightings are kept */
export function periodOf({ from, to }: { from?: string; to?: string }, now: number): Period {
  const last = to ?? chinaDayOf(now);
  const first = from ?? addDays(last, 1 - COVERAGE_DAYS);
  if (first > last) throw errorAbout("validation_failed", "from", `is after ${last}`);
  if (first < addDays(last, 1 - MAX_DAYS))
    throw errorAbout("validation_failed", "from", `is more than ${MAX_DAYS} days before ${last}`);
  return { from: first, to: last };
}

export const cardOf = async (
  { jobFacts }: Pick<Services, "jobFacts">,
  period: Period,
  method = COVERAGE_METHOD,
): Promise<CoverageCard> => ({ ...period, method, as_of: await jobFacts.asOf() });
