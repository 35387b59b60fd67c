/** The filters of the keywords page and the open keyword in its address. */
import { KEYWORD_STATES, PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import type { KeywordFilter } from "../../api/keywords.ts";
import { readFlag, readOneOf, readPages, readText } from "../search-values.ts";

export interface KeywordSearch extends KeywordFilter {
  /** Id of the keyword that is open in the drawer. */
  id?: string;
  /** Pages of the list that are loaded, when more than one. */
  pages?: number;
}

export const readKeywordSearch = (raw: Record<string, unknown>): KeywordSearch => ({
  platform: readOneOf(raw.platform, PLATFORMS),
  state: readOneOf(raw.state, KEYWORD_STATES),
  city: readText(raw.city),
  search: readText(raw.search),
  deleted: readFlag(raw.deleted),
  id: readText(raw.id),
  pages: readPages(raw.pages),
});
