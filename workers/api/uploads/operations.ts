import { storeBatch } from "./batch-store.ts";
import { storeBatchAsync } from "./batch-store-async.ts";
import { listUploads } from "./list.ts";
import { showBatch } from "./show-batch.ts";

export const uploadOperations = [storeBatch, storeBatchAsync, showBatch, listUploads] as const;
