/** Filters of the keyword list and the opened keyword, as they stand in the address. */
import { KEYWORD_STATES, PLATFORMS } from "../../../../shared/contracts/platform.ts";
import type { KeywordFilter } from "../../api/keywords.ts";
import { readOneOf, readText } from "../search-values.ts";

export interface KeywordSearch extends KeywordFilter {
  /** Keyword whose history is open. */
  id?: string;
}

export const readKeywordSearch = (raw: Record<string, unknown>): KeywordSearch => ({
  platform: readOneOf(raw.platform, PLATFORMS),
  state: readOneOf(raw.state, KEYWORD_STATES),
  city: readText(raw.city),
  search: readText(raw.search),
  deleted: raw.deleted === true || undefined,
  id: readText(raw.id),
});
