/** The filters of the cleaning queue in its address. */
import { COMPANY_STATES, PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import type { QueueFilter } from "../../api/company-queue.ts";
import { readOneOf, readPages, readText } from "../search-values.ts";

export interface QueueSearch extends QueueFilter {
  /** Pages of the list that are loaded, when more than one. */
  pages?: number;
}

export const readQueueSearch = (raw: Record<string, unknown>): QueueSearch => ({
  platform: readOneOf(raw.platform, PLATFORMS),
  state: readOneOf(raw.state, COMPANY_STATES),
  search: readText(raw.search),
  pages: readPages(raw.pages),
});
