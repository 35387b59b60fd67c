/** A subscription as its owner sees it. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  Frequency,
  MATCH_KINDS,
  MatchKind,
  SUBSCRIPTION_LANGUAGES,
  SubscriptionChannel,
} from "../../../shared/contracts/subscription.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { may, permissionKey } from "../../iam/permissions/principal.ts";
import type { SubscriptionRecord } from "../../subscriptions/subscription-store.ts";
import { Instant } from "../http/answers.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";
import { Id, lifetime, lifetimeOf } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { EXAMPLE_SEARCH_ID } from "../saved-searches/search-view.ts";

const Hour = z.number().int().min(0).max(23);
const Weekday = z.number().int().min(1).max(7);

export const SubscriptionView = z.object({
  id: z.uuid(),
  search: z.object({ id: z.uuid(), name: z.string(), link: z.string() }),
  channel: SubscriptionChannel,
  kinds: z.array(MatchKind),
  frequency: Frequency.nullable(),
  hour: Hour.nullable(),
  weekday: Weekday.nullable(),
  time_zone: z.string(),
  language: z.enum(SUBSCRIPTION_LANGUAGES),
  endpoint_id: z.uuid().nullable(),
  enabled: z.boolean(),
  problem: z.string().nullable().describe("Why it told nothing at the last step"),
  told: z.number().int().describe("Matches told so far"),
  only_counted: z.number().int().describe("Matches that were only counted, because there were too many"),
  next_send_at: Instant.nullable(),
  last_sent_at: Instant.nullable(),
  ...lifetime,
});

export const subscriptionView = (row: SubscriptionRecord): z.infer<typeof SubscriptionView> => ({
  id: row.id,
  search: {
    id: row.search.id,
    name: row.search.name,
    link: `/jobs${row.search.query && `?${row.search.query}`}`,
  },
  channel: row.channel,
  kinds: row.kinds,
  frequency: row.frequency,
  hour: row.hour,
  weekday: row.weekday,
  time_zone: row.timeZone,
  language: row.language,
  endpoint_id: row.endpointId,
  enabled: row.enabled,
  problem: row.problem,
  told: row.told,
  only_counted: row.onlyCounted,
  next_send_at: row.enabled ? row.nextSendAt : null,
  last_sent_at: row.lastSentAt,
  ...lifetimeOf(row),
});

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

export const subscriptionFields = {
  kinds: z
    .array(MatchKind)
    .min(1)
    .max(MATCH_KINDS.length)
    .transform((kinds) => [...new Set(kinds)]),
  frequency: Frequency.describe("Of a mail"),
  hour: Hour.describe("Of a daily or weekly mail, in `time_zone`"),
  weekday: Weekday.describe("Of a weekly mail: 1 Monday"),
  time_zone: z.string().max(60).refine(isTimeZone, "is no IANA time zone, for example Asia/Shanghai"),
  language: z.enum(SUBSCRIPTION_LANGUAGES),
  endpoint_id: Id.describe("Of a webhook: an endpoint that the caller made, which wants `search.matched`"),
};

/** A webhook of a subscription goes to an endpoint of the same person. @throws ApiError validation_failed */
export async function checkEndpoint(c: Context<ApiEnv>, id: string | null | undefined): Promise<void> {
  const principal = principalOf(c);
  if (!id) throw fieldError("endpoint_id", "is missing");
  if (!may(principal, permissionKey("POST", "/api/v1/webhook-endpoints"), "webhooks:write"))
    throw fieldError("endpoint_id", "needs the permission to make webhook endpoints");
  const endpoint = await c.get("services").webhooks.find(id);
  if (!endpoint || endpoint.deletedAt !== null || endpoint.ownerId !== principal.userId)
    throw fieldError("endpoint_id", "is no webhook endpoint of yours");
  if (!endpoint.events.includes("search.matched"))
    throw fieldError("endpoint_id", "does not want search.matched");
}

export const FeedLinks = z
  .object({ atom_url: z.string(), json_url: z.string() })
  .describe("Whoever has a link can read the feed, without signing in; shown once");
export const exampleLinks = {
  atom_url: "https://jobdata.pages.dev/api/v1/feeds/atom?token=Zk3…",
  json_url: "https://jobdata.pages.dev/api/v1/feeds/json?token=Zk3…",
};

export const exampleSubscription = {
  id: "b2b8b0f0-41c3-4b7e-8a2b-6f1b5a8c9d01",
  search: { id: EXAMPLE_SEARCH_ID, name: "Java in 上海", link: "/jobs?city=%E4%B8%8A%E6%B5%B7&text=java" },
  channel: "mail",
  kinds: ["new", "changed", "closed"],
  frequency: "daily",
  hour: 8,
  weekday: null,
  time_zone: "Asia/Shanghai",
  language: "zh",
  endpoint_id: null,
  enabled: true,
  problem: null,
  told: 128,
  only_counted: 0,
  next_send_at: EXAMPLE_NOW + 3_600_000,
  last_sent_at: EXAMPLE_NOW - 82_800_000,
  created_at: EXAMPLE_NOW,
  updated_at: EXAMPLE_NOW,
  deleted_at: null,
} satisfies z.input<typeof SubscriptionView>;
