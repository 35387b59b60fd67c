/** The address of the coverage page says what it shows. */
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import type { CoverageFilter } from "../../api/coverage.ts";
import { readOneOf, readPages, readText } from "../search-values.ts";

export const VIEWS = ["cities", "groups", "next", "recrawl"] as const;
export type CoverageView = (typeof VIEWS)[number];
/** Days of a period that a person chooses from. */
export const PERIODS = [7, 30, 90] as const;

export interface CoverageSearch extends CoverageFilter {
  /** Cities when left out. */
  view?: CoverageView;
  /** Pages of the list that are loaded, when more than one. */
  pages?: number;
}

export const readCoverageSearch = (raw: Record<string, unknown>): CoverageSearch => ({
  view: readOneOf(raw.view, VIEWS),
  platform: readOneOf(raw.platform, PLATFORMS),
  city: readText(raw.city),
  days: PERIODS.find((days) => days === Number(raw.days)),
  pages: readPages(raw.pages),
});
