/** Subscriptions as the API and the schedule use them; `create-subscriptions.ts` builds it. */
import type { Match, SubscriptionChannel } from "../../shared/contracts/subscription.ts";
import type { Subscription } from "../db/subscription-schema.ts";
import type { SubscriptionRecord } from "./subscription-store.ts";

export type SubscriptionFields = Pick<
  Subscription,
  "kinds" | "frequency" | "hour" | "weekday" | "timeZone" | "language" | "endpointId"
>;

export interface SubscriptionReport {
  /** Subscriptions that were moved on, and what they were told. */
  moved: number;
  matches: number;
  mails: number;
  failed: number;
}

export interface Feed {
  subscription: SubscriptionRecord;
  /** The newest first; contacts are hidden where its owner may not see them. */
  matches: Match[];
}

export interface Subscriptions {
  list(ownerId: string): Promise<SubscriptionRecord[]>;
  /** @throws ApiError not_found for one of another person too */
  get(id: string, ownerId: string): Promise<SubscriptionRecord>;
  /** @returns the token of a feed's link, which is shown only this once; null of another channel */
  create(
    wanted: SubscriptionFields & { ownerId: string; searchId: string; channel: SubscriptionChannel },
  ): Promise<{ subscription: SubscriptionRecord; token: string | null }>;
  /** Switched on again, it tells what happens from then on. */
  update(
    subscription: SubscriptionRecord,
    change: Partial<SubscriptionFields & { enabled: boolean }>,
  ): Promise<SubscriptionRecord>;
  delete(subscription: SubscriptionRecord): Promise<void>;
  /** Makes a new token for a feed: the link before ends. */
  renewFeed(subscription: SubscriptionRecord): Promise<string>;
  /** The feed of a token, while its owner may read postings; else null. */
  feed(token: string): Promise<Feed | null>;
  /** The subscription whose mails a link ends; null for an unknown token. */
  findUnsubscribe(token: string): Promise<SubscriptionRecord | null>;
  /** Ends the mails of a token's subscription. Safe to repeat. @returns false for an unknown token */
  unsubscribe(token: string): Promise<boolean>;
  /** Moves all on that are behind the life of postings, and sends the digests that are due. */
  run(owner: string): Promise<SubscriptionReport | { skipped: "running elsewhere" }>;
  /** @returns rows deleted */
  deleteBefore(at: number, dry?: boolean): Promise<number>;
}
