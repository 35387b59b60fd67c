/**
 * A page that a list page led to: the posting's own page, or its company's. It is part of the run's checkpoint: the
 * write that moves the checkpoint over the list page records it, and it is settled on its own.
 */
import type { DataType } from "./platform.ts";

export type PendingPageType = Extract<DataType, "job_detail" | "company">;

export interface PendingPage {
  type: PendingPageType;
  /** Key of the posting or of the company. */
  key: string;
  /** Content hash of the posting in the list; empty for a company. */
  hash: string;
  /** Number of the list page that led to it. */
  page: number;
  /** Unix ms at which the list page was fetched; the request may carry a token that expires. */
  found_at: number;
  request: { method: "GET" | "POST"; url: string; headers: Record<string, string>; body?: string };
}

/**
 * `known`: another search stored the page meanwhile. `gone`: the site no longer has it. `expired`: its token expired,
 * and the next list page that shows the posting brings a new one. `unusable`: it describes another item, or cannot be
 * read; several in a row park the keyword.
 */
export const PAGE_ENDS = ["stored", "known", "gone", "expired", "unusable"] as const;
export type PageEnd = (typeof PAGE_ENDS)[number];
