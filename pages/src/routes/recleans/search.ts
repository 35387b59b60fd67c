/** The address of the page says what is open: the form, or a run with the rows of one kind or field. */
import { readOneOf, readText } from "../search-values.ts";

export const CHANGE_KINDS = ["changed", "history", "unreadable"] as const;

export interface RecleanSearch {
  /** The form of a new dry run is open. */
  new?: "yes";
  /** Id of the run that is open. */
  id?: string;
  kind?: (typeof CHANGE_KINDS)[number];
  field?: string;
}

export const readRecleanSearch = (raw: Record<string, unknown>): RecleanSearch => ({
  new: readOneOf(raw.new, ["yes"]),
  id: readText(raw.id),
  kind: readOneOf(raw.kind, CHANGE_KINDS),
  field: readText(raw.field),
});
