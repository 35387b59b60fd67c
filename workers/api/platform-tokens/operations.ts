import { createPlatformToken } from "./create.ts";
import { deletePlatformToken } from "./delete.ts";
import { importPlatformTokens } from "./import.ts";
import { listPlatformTokens } from "./list.ts";
import { releasePlatformToken } from "./release.ts";
import { restorePlatformToken } from "./restore.ts";
import { testPlatformToken } from "./run-test.ts";
import { showPlatformToken } from "./show.ts";
import { updatePlatformToken } from "./update.ts";

export const platformTokenOperations = [
  listPlatformTokens,
  createPlatformToken,
  importPlatformTokens,
  showPlatformToken,
  updatePlatformToken,
  deletePlatformToken,
  restorePlatformToken,
  releasePlatformToken,
  testPlatformToken,
] as const;
