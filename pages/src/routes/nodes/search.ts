/** The open node and the filter of the nodes page in its address. */
import { readFlag, readText } from "../search-values.ts";

export interface NodeSearch {
  /** Id of the node that is open in the drawer. */
  id?: string;
  deleted?: boolean;
}

export const readNodeSearch = (raw: Record<string, unknown>): NodeSearch => ({
  id: readText(raw.id),
  deleted: readFlag(raw.deleted),
});
