/** The address of the page of bulk actions: its filter, the action that is open, and which of its results are shown. */
import type { BulkNoun, BulkOutcome } from "../../../../shared/contracts/bulk.ts";
import { BULK_NOUNS, BULK_OUTCOMES } from "../../../../shared/contracts/vocabulary.ts";
import { readOneOf, readText } from "../search-values.ts";

export interface BulkSearch {
  noun?: BulkNoun | undefined;
  /** Id of the action whose results are open. */
  id?: string | undefined;
  outcome?: BulkOutcome | undefined;
}

export const readBulkSearch = (raw: Record<string, unknown>): BulkSearch => ({
  noun: readOneOf(raw.noun, BULK_NOUNS),
  id: readText(raw.id)?.slice(0, 36),
  outcome: readOneOf(raw.outcome, BULK_OUTCOMES),
});
