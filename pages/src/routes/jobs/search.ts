/** The filters of the postings page in its address. */
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import type { JobFilter } from "../../api/jobs.ts";
import { readOneOf, readPages, readText } from "../search-values.ts";

export interface JobSearch extends JobFilter {
  /** Pages of the list that are loaded, when more than one. */
  pages?: number;
}

export const readJobSearch = (raw: Record<string, unknown>): JobSearch => ({
  platform: readOneOf(raw.platform, PLATFORMS),
  city: readText(raw.city),
  text: readText(raw.text),
  pages: readPages(raw.pages),
});
