/** Subscriptions to saved searches: what each has seen, what waits for its digest or feed, and the mails. */
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type {
  Frequency,
  Match,
  MatchKind,
  SubscriptionChannel,
  SubscriptionLanguage,
} from "../../shared/contracts/subscription.ts";
import { users } from "./auth-schema.ts";
import { id, instant, lifetime } from "./columns.ts";
import { savedSearches } from "./saved-search-schema.ts";

/** A place in the order of events: recorded_at, platform, job_key, at, kind. */
export type EventPosition = [number, string, string, number, string];

export const subscriptions = sqliteTable(
  "subscriptions",
  {
    id: id(),
    ownerId: text("owner_id")
      .notNull()
      .references(() => users.id),
    searchId: text("search_id")
      .notNull()
      .references(() => savedSearches.id),
    channel: text("channel").$type<SubscriptionChannel>().notNull(),
    kinds: text("kinds", { mode: "json" }).$type<MatchKind[]>().notNull(),
    /** A mail comes this often, at this hour and on this day of the week (1 is Monday) in this time zone. */
    frequency: text("frequency").$type<Frequency>(),
    hour: integer("hour"),
    weekday: integer("weekday"),
    timeZone: text("time_zone").notNull(),
    language: text("language").$type<SubscriptionLanguage>().notNull(),
    /** A webhook goes to this endpoint of the same owner. */
    endpointId: text("endpoint_id"),
    /** A feed is found by the SHA-256 of the token in its link, hex. */
    tokenHash: text("token_hash"),
    /** In the link that ends the mails: it can do nothing else, so that it is kept as it is. */
    unsubscribeToken: text("unsubscribe_token").notNull(),
    enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
    /** Events recorded up to here are through, by ClickHouse's clock (`through` of the life of postings). */
    through: instant("through").notNull(),
    /** Beyond that, events up to this place are through; null: none. */
    position: text("position", { mode: "json" }).$type<EventPosition>(),
    /** Grows with each step: two that begin at the same place cannot both end. */
    revision: integer("revision").notNull().default(0),
    /** Matches told so far, and those that were only counted because there were too many. */
    told: integer("told").notNull().default(0),
    onlyCounted: integer("only_counted").notNull().default(0),
    /** Counted for the digest that is next. */
    moreWaiting: integer("more_waiting").notNull().default(0),
    nextSendAt: instant("next_send_at"),
    lastSentAt: instant("last_sent_at"),
    /** Why it told nothing at the last step; null after one that went well. */
    problem: text("problem"),
    ...lifetime(),
  },
  (table) => [
    index("subscriptions_owner").on(table.ownerId),
    index("subscriptions_search").on(table.searchId),
    index("subscriptions_behind").on(table.through),
    index("subscriptions_next").on(table.nextSendAt),
    uniqueIndex("subscriptions_token").on(table.tokenHash),
    uniqueIndex("subscriptions_unsubscribe").on(table.unsubscribeToken),
  ],
);
export type Subscription = typeof subscriptions.$inferSelect;

/** Matches of one step, for a digest or a feed; those of a webhook are in its delivery. */
export const subscriptionMatches = sqliteTable(
  "subscription_matches",
  {
    id: id(),
    subscriptionId: text("subscription_id").notNull(),
    /** The revision of the subscription that the step made. */
    seq: integer("seq").notNull(),
    matches: text("matches", { mode: "json" }).$type<Match[]>().notNull(),
    count: integer("count").notNull(),
    /** The mail that lists them; null before. */
    mailId: text("mail_id"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("subscription_matches_seq").on(table.subscriptionId, table.seq),
    index("subscription_matches_mail").on(table.mailId),
    index("subscription_matches_created").on(table.createdAt),
  ],
);

/** `open`: to be sent; `sent`: the mail server took it; `failed`: given up; `dropped`: its owner may not have it. */
export type MailState = "open" | "sent" | "failed" | "dropped";

export const subscriptionMails = sqliteTable(
  "subscription_mails",
  {
    id: id(),
    subscriptionId: text("subscription_id").notNull(),
    /** The same at each try, so that a mail that was sent twice is one to whoever compares it. */
    messageId: text("message_id").notNull(),
    state: text("state").$type<MailState>().notNull(),
    /** Matches it lists, and those that it counts beside them. */
    count: integer("count").notNull(),
    more: integer("more").notNull(),
    /** Written before each try: a try that has no end may have arrived. */
    attempts: integer("attempts").notNull().default(0),
    nextTryAt: instant("next_try_at").notNull(),
    createdAt: instant("created_at").notNull(),
    endedAt: instant("ended_at"),
    error: text("error"),
  },
  (table) => [
    index("subscription_mails_due").on(table.state, table.nextTryAt),
    index("subscription_mails_created").on(table.createdAt),
  ],
);
export type SubscriptionMail = typeof subscriptionMails.$inferSelect;
