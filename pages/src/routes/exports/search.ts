/** What is open on the exports page, in its address: a new export with its filter, or the details of one. */
import type { ExportSubject } from "../../../../shared/contracts/exports.ts";
import { readOneOf, readText } from "../search-values.ts";

/** The contract itself brings zod, which the frame does without. */
const SUBJECTS = ["jobs", "companies"] as const satisfies readonly ExportSubject[];

export interface ExportSearch {
  /** The dialog of a new export is open, for this. */
  new?: ExportSubject;
  /** Its filter, as a query string of the API. */
  filter?: string;
  /** Id of the export whose details are open. */
  id?: string;
}

export const readExportSearch = (raw: Record<string, unknown>): ExportSearch => ({
  new: readOneOf(raw.new, SUBJECTS),
  filter: readText(raw.filter),
  id: readText(raw.id),
});
