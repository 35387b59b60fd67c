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
  /** Unix ms at which the list page was fetched; the token may expire. */
  found_at: number;
  token: PageToken;
}

/**
 * What the platform's adapter needs beside the key to build the request of a posting's page, as the list showed it.
 * No request is stored: a node could otherwise choose what other holders fetch. The adapter reads only the names that
 * it knows, and checks their values.
 */
export type PageToken = Readonly<Record<string, string>>;

/** Bounds of a token: names, characters of a name, characters of a value. */
export const MAX_TOKEN_NAMES = 4;
export const MAX_TOKEN_NAME_CHARS = 20;
export const MAX_TOKEN_VALUE_CHARS = 1000;

/**
 * Pages that a run may have pending at once. A list page of the sites leads to about 60; the rest of a longer answer
 * is dropped and counted in the timeline (`pending_dropped`), and the next crawl that shows those postings plans them
 * again.
 */
export const MAX_PENDING_PAGES = 1000;

/**
 * `known`: another search stored the page meanwhile. `gone`: the site no longer has it. `expired`: its token expired,
 * and the next list page that shows the posting brings a new one. `unusable`: it describes another item, cannot be
 * read, or its request cannot be built; several in a row park the keyword.
 */
export const PAGE_ENDS = ["stored", "known", "gone", "expired", "unusable"] as const;
export type PageEnd = (typeof PAGE_ENDS)[number];
