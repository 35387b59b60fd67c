/**
 * A page that a list page led to: the posting's own, or its employer's. It is part of the run's checkpoint: put
 * down in the same write that moves it over the list page, settled one by one.
 */
import type { DataType } from "./platform.ts";

export type PendingPageType = Extract<DataType, "job_detail" | "company">;

export interface PendingPage {
  type: PendingPageType;
  /** Key of the posting or of the company. */
  key: string;
  /** Content hash of the posting in the list; empty for a company. */
  hash: string;
  /** List page that led here. */
  page: number;
  /** Unix ms of that page: a request may carry a token that expires. */
  foundAt: number;
  request: { method: "GET" | "POST"; url: string; headers: Record<string, string>; body?: string };
}

/**
 * `known`: another search had it stored meanwhile. `gone`: the site no longer has it. `expired`: its token ran
 * out, the next list page that shows the posting brings a new one. `unusable`: it was about something else.
 */
export const PAGE_ENDS = ["stored", "known", "gone", "expired", "unusable"] as const;
export type PageEnd = (typeof PAGE_ENDS)[number];
