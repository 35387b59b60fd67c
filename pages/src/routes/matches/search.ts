/** The address of the matches page: its tab, and what each tab shows. */
import type { PairKind } from "../../../../shared/contracts/company-match.ts";
import { PAIR_KINDS } from "../../../../shared/contracts/company-pair-kinds.ts";
import type { JobPairKind } from "../../../../shared/contracts/job-match.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { JOB_PAIR_KINDS, PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { readOneOf, readText } from "../search-values.ts";

export const TABS = ["companies", "jobs"] as const;
export type MatchTab = (typeof TABS)[number];

export interface MatchSearch {
  /** The first one that the person may see when left out. */
  tab?: MatchTab;
  /** What was decided, instead of what waits. */
  view?: "decided";
  kind?: PairKind;
  /** Why pairs of postings wait. */
  why?: JobPairKind;
  platform?: Platform;
  text?: string;
}

export const readMatchSearch = (raw: Record<string, unknown>): MatchSearch => ({
  tab: readOneOf(raw.tab, TABS),
  view: readOneOf(raw.view, ["decided"]),
  kind: readOneOf(raw.kind, PAIR_KINDS),
  why: readOneOf(raw.why, JOB_PAIR_KINDS),
  platform: readOneOf(raw.platform, PLATFORMS),
  text: readText(raw.text)?.slice(0, 100),
});
