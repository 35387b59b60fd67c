import type { Platform } from "../../shared/contracts/platform.ts";
import type { WorkTable } from "../lease-engine/work-table.ts";
import { Counters } from "./counters.ts";
import { CoverageExports } from "./coverage-export.ts";
import { Keywords } from "./keywords.ts";
import { Marks } from "./marks.ts";
import { NodeUploads } from "./node-uploads.ts";
import { PendingPages } from "./pending-pages.ts";
import { Recrawl } from "./recrawl.ts";
import { RunHistory } from "./run-history.ts";
import { Runs } from "./runs.ts";
import type { RunLimits } from "./split-limits.ts";
import { Timeline } from "./timeline.ts";

/** The tables that one step of the ledger reads and writes in one transaction. */
export interface Tables {
  work: WorkTable;
  keywords: Keywords;
  runs: Runs;
  history: RunHistory;
  pages: PendingPages;
  uploads: NodeUploads;
  timeline: Timeline;
  counters: Counters;
  recrawl: Recrawl;
  coverageExports: CoverageExports;
  /** Drops what is in memory of an item after a rollback: it may be ahead of the database. */
  forget(id: string): void;
}

export function openTables(
  sql: SqlStorage,
  work: WorkTable,
  platform: () => Platform,
  limits: () => RunLimits,
  newId: () => string,
): Tables {
  const pages = new PendingPages(sql);
  const marks = new Marks(sql);
  const runs = new Runs(sql, pages, limits, newId);
  return {
    work,
    keywords: new Keywords(sql, platform),
    runs,
    history: new RunHistory(sql),
    pages,
    uploads: new NodeUploads(sql),
    timeline: new Timeline(sql),
    counters: new Counters(sql),
    recrawl: new Recrawl(sql, marks),
    coverageExports: new CoverageExports(sql, marks),
    forget: (id) => runs.forget(id),
  };
}
