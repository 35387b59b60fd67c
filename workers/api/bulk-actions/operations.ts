import { abortBulkAction } from "./abort.ts";
import { downloadBulkActionItems } from "./file.ts";
import { listBulkActions } from "./list.ts";
import { listBulkActionItems } from "./list-items.ts";
import { showBulkAction } from "./show.ts";

export const bulkActionOperations = [
  listBulkActions,
  showBulkAction,
  abortBulkAction,
  listBulkActionItems,
  downloadBulkActionItems,
] as const;
