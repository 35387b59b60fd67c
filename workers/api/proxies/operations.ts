import { createProxy } from "./create.ts";
import { deleteProxy } from "./delete.ts";
import { importProxies } from "./import.ts";
import { listProxies } from "./list.ts";
import { releaseProxy } from "./release.ts";
import { restoreProxy } from "./restore.ts";
import { testProxy } from "./run-test.ts";
import { showProxy } from "./show.ts";
import { updateProxy } from "./update.ts";

export const proxyOperations = [
  listProxies,
  createProxy,
  importProxies,
  showProxy,
  updateProxy,
  deleteProxy,
  restoreProxy,
  releaseProxy,
  testProxy,
] as const;
