import { removeFromQueue } from "./delete.ts";
import { listCompanyQueue } from "./list.ts";
import { retryCompany } from "./retry.ts";
import { showQueuedCompany } from "./show.ts";
import { showQueueStats } from "./stats.ts";

export const companyQueueOperations = [
  listCompanyQueue,
  showQueueStats,
  showQueuedCompany,
  retryCompany,
  removeFromQueue,
] as const;
