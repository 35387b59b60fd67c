/** The period of a figure, and the card that every answer of coverage carries. */
import { COVERAGE_DAYS, type CoverageCard } from "../../../shared/contracts/coverage.ts";
import { COVERAGE_METHOD } from "../../../shared/domain/capture-recapture.ts";
import { addDays, chinaDayOf, type Period } from "../../../shared/domain/china-day.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import type { Services } from "../services.ts";

/** Sightings are kept for 400 days. */
const MAX_DAYS = 400;

/**
 * @param days of a period whose first day is left out
 * @throws ApiError when the period is empty or longer than sightings are kept
 */
export function periodOf({ from, to }: Partial<Period>, now: number, days: number = COVERAGE_DAYS): Period {
  const last = to ?? chinaDayOf(now);
  const first = from ?? addDays(last, 1 - days);
  if (first > last) throw fieldError("from", `is after ${last}`);
  if (first < addDays(last, 1 - MAX_DAYS))
    throw fieldError("from", `is more than ${MAX_DAYS} days before ${last}`);
  return { from: first, to: last };
}

export const cardOf = async (
  { jobFacts }: Pick<Services, "jobFacts">,
  period: Period,
): Promise<CoverageCard> => ({ ...period, method: COVERAGE_METHOD, as_of: await jobFacts.asOf() });
