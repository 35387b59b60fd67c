import { createSavedSearch } from "./create.ts";
import { deleteSavedSearch } from "./delete.ts";
import { listSavedSearches } from "./list.ts";
import { restoreSavedSearch } from "./restore.ts";
import { showSavedSearch } from "./show.ts";
import { updateSavedSearch } from "./update.ts";

export const savedSearchOperations = [
  listSavedSearches,
  createSavedSearch,
  showSavedSearch,
  updateSavedSearch,
  deleteSavedSearch,
  restoreSavedSearch,
] as const;
