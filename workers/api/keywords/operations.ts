import { actOnKeyword } from "./act.ts";
import { actOnKeywords } from "./act-many.ts";
import { actOnKeywordsInBulk } from "./bulk.ts";
import { createKeyword } from "./create.ts";
import { createKeywordBatch } from "./create-batch.ts";
import { deleteKeyword } from "./delete.ts";
import { importKeywords } from "./import.ts";
import { listKeywords } from "./list.ts";
import { listKeywordEvents } from "./list-events.ts";
import { listKeywordRuns } from "./list-runs.ts";
import { restoreKeyword } from "./restore.ts";
import { showKeyword } from "./show.ts";
import { updateKeyword } from "./update.ts";
import { explainKeyword } from "./why.ts";

export const keywordOperations = [
  createKeyword,
  createKeywordBatch,
  importKeywords,
  listKeywords,
  showKeyword,
  updateKeyword,
  explainKeyword,
  listKeywordEvents,
  listKeywordRuns,
  actOnKeyword,
  actOnKeywords,
  actOnKeywordsInBulk,
  deleteKeyword,
  restoreKeyword,
] as const;
