/** The address of the exports page says what is open: a new export with its filter, or the details of one. */
import { EXPORT_SUBJECTS, type ExportSubject } from "../../../../shared/contracts/exports.ts";
import { readOneOf, readText } from "../search-values.ts";

export interface ExportSearch {
  /** The dialog of a new export is open, for this. */
  new?: ExportSubject;
  /** The filter of the new export, as a query string of the API. */
  filter?: string;
  /** Id of the export whose details are open. */
  id?: string;
}

export const readExportSearch = (raw: Record<string, unknown>): ExportSearch => ({
  new: readOneOf(raw.new, EXPORT_SUBJECTS),
  filter: readText(raw.filter),
  id: readText(raw.id),
});
