/** Subscriptions to a saved search (X23): new, changed and closed postings by mail, webhook or feed. */
import { z } from "zod";
import type { JobEventKind } from "./job-life.ts";

export const SUBSCRIPTION_CHANNELS = ["mail", "webhook", "feed"] as const;
export const SubscriptionChannel = z.enum(SUBSCRIPTION_CHANNELS);
export type SubscriptionChannel = z.infer<typeof SubscriptionChannel>;

/** How often a digest is mailed. */
export const FREQUENCIES = ["hourly", "daily", "weekly"] as const;
export const Frequency = z.enum(FREQUENCIES);
export type Frequency = z.infer<typeof Frequency>;

export const MATCH_KINDS = ["new", "changed", "closed"] as const;
export const MatchKind = z.enum(MATCH_KINDS);
export type MatchKind = z.infer<typeof MatchKind>;

/** What each kind is made of. A closing that proved wrong is told to whoever was told of the closing. */
export const EVENTS_OF_KIND: Readonly<Record<MatchKind, readonly JobEventKind[]>> = {
  new: ["seen_first", "reopened"],
  changed: ["salary_changed", "text_changed"],
  closed: ["closed", "closing_withdrawn"],
};

export const kindOfEvent = (event: JobEventKind): MatchKind =>
  MATCH_KINDS.find((kind) => EVENTS_OF_KIND[kind].includes(event)) ?? "changed";

export const SUBSCRIPTION_LANGUAGES = ["zh", "en"] as const;
export type SubscriptionLanguage = (typeof SUBSCRIPTION_LANGUAGES)[number];

/** Subscriptions that one person has at most. */
export const MAX_SUBSCRIPTIONS = 20;
/** Matches that a digest lists, and that wait for it, at most; further ones are counted in it. */
export const MAX_LISTED = 200;
/** Entries that a feed shows. */
export const MAX_FEED_ENTRIES = 100;
/** Matches that one delivery of a webhook carries at most. */
export const MATCHES_PER_DELIVERY = 100;
/** Matches, and the digests that listed them, are kept for so many days. */
export const KEEP_MATCHES_DAYS = 30;

/** Something that happened to a posting that the search finds: told once to each subscription. Times in Unix ms. */
export interface Match {
  /** platform:job_key:event:at */
  id: string;
  kind: MatchKind;
  event: JobEventKind;
  /** When it was found; it happened after `since`. */
  at: number;
  since: number | null;
  /** Salary or title, where they changed. */
  before: string | null;
  after: string | null;
  platform: string;
  job_key: string;
  title: string | null;
  company_name: string | null;
  city: string | null;
  salary_text: string | null;
  experience_text: string | null;
  degree_text: string | null;
  url: string | null;
}
