import { downloadFailedPage } from "./download.ts";
import { listFailedPages } from "./list.ts";

export const failedPageOperations = [listFailedPages, downloadFailedPage] as const;
