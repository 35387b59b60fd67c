import { commandNode } from "./command.ts";
import { createNode } from "./create.ts";
import { createNodeKey } from "./create-key.ts";
import { deleteNode } from "./delete.ts";
import { nodeHeartbeat } from "./heartbeat.ts";
import { leaseWork } from "./lease.ts";
import { listNodes } from "./list.ts";
import { exchangePermits } from "./permits.ts";
import { leaseResource } from "./resources/lease.ts";
import { releaseResources } from "./resources/release.ts";
import { renewResources } from "./resources/renew.ts";
import { reportResources } from "./resources/report.ts";
import { restoreNode } from "./restore.ts";
import { showNode } from "./show.ts";
import { updateNode } from "./update.ts";
import { stepDetailPages } from "./work/detail-pages.ts";
import { noteWork } from "./work/note.ts";
import { saveProgress } from "./work/progress.ts";
import { renewLease } from "./work/renew.ts";
import { checkSeen } from "./work/seen.ts";
import { settleWork } from "./work/settle.ts";
import { splitPart } from "./work/split.ts";
import { storeFailedPage } from "./work/store-failed-page.ts";

export const nodeOperations = [
  listNodes,
  createNode,
  showNode,
  updateNode,
  deleteNode,
  restoreNode,
  createNodeKey,
  commandNode,
  nodeHeartbeat,
  leaseWork,
  exchangePermits,
  renewLease,
  saveProgress,
  splitPart,
  checkSeen,
  noteWork,
  settleWork,
  stepDetailPages,
  storeFailedPage,
  leaseResource,
  renewResources,
  reportResources,
  releaseResources,
] as const;
