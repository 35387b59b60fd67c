/** Composes bulk actions: the nouns that they work on, their list and their objects. */
import { bulkAction } from "../../durable-objects/bulk-action/client.ts";
import type { SleepingClock } from "../../shared/clock.ts";
import type { KeywordLedgerApi } from "../../shared/contracts/keyword-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { Logger } from "../../shared/log.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { BulkNounRules } from "../bulk/bulk-noun.ts";
import { type BulkStore, createBulkStore } from "../bulk/bulk-store.ts";
import type { BulkRuntime } from "../bulk/consume-bulk.ts";
import { type BulkActions, createBulkActions } from "../bulk/create-bulk-actions.ts";
import { bulkCompanyPairs } from "../bulk/nouns/company-pairs.ts";
import { bulkDeadLetters } from "../bulk/nouns/dead-letters.ts";
import { bulkJobPairs } from "../bulk/nouns/job-pairs.ts";
import { bulkKeywords } from "../bulk/nouns/keywords.ts";
import { bulkTasks } from "../bulk/nouns/tasks.ts";
import type { CompanyLinks } from "../company-links/create-company-links.ts";
import type { Database } from "../db/run-batch.ts";
import type { JobMatches } from "../duplicates/create-job-matches.ts";
import type { Identity } from "../iam/identity.ts";
import type { IngestAdmin } from "../ingest/admin.ts";
import type { Tasks } from "../tasks/tasks.ts";

interface Parts {
  env: Pick<Env, "BULK_ACTION">;
  db: Database;
  tasks: Pick<Tasks, "ledger" | "kinds">;
  ledgers(platform: Platform): KeywordLedgerApi[];
  ingest: IngestAdmin;
  jobMatches: Pick<JobMatches, "pairs" | "decideMany">;
  companyLinks: Pick<CompanyLinks, "pairs" | "decideMany">;
  store: BlobStore;
  identity: Pick<Identity, "rightsOf">;
  clock: SleepingClock;
  logger: Logger;
}

export function bulkNouns({
  tasks,
  ledgers,
  ingest,
  jobMatches,
  companyLinks,
  store,
}: Pick<
  Parts,
  "tasks" | "ledgers" | "ingest" | "jobMatches" | "companyLinks" | "store"
>): BulkActions["nouns"] {
  return {
    tasks: bulkTasks(tasks),
    keywords: bulkKeywords(ledgers),
    "dead-letters": bulkDeadLetters(ingest, store),
    "job-pairs": bulkJobPairs(jobMatches),
    "company-pairs": bulkCompanyPairs(companyLinks),
  } satisfies Record<string, BulkNounRules>;
}

export function composeBulk(parts: Parts): { actions: BulkActions; runtime: BulkRuntime; list: BulkStore } {
  const { env, db, identity, clock, logger } = parts;
  const nouns = bulkNouns(parts);
  const list = createBulkStore(db);
  const open = (id: string) => bulkAction(env, id);
  return {
    list,
    actions: createBulkActions({ nouns, store: list, open, clock, newId: () => crypto.randomUUID() }),
    runtime: {
      ...{ open, nouns, store: list, clock },
      rightsOf: (userId) => identity.rightsOf(userId),
      logger: logger.child({ component: "bulk" }),
    },
  };
}
