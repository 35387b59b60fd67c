/**
 * How a crawler node leases proxies and platform tokens, over HTTP below `/api/v1/nodes/{id}/resources/`. The Worker
 * checks requests with these schemas, the node checks answers with them.
 *
 * One node at a time holds a resource, until the lease expires, the node releases it, or a report ends the lease.
 * Every call carries the fence of the lease; an old fence changes nothing and gets `stale_lease`.
 */
import { z } from "zod";
import { Outcome, Platform } from "./platform.ts";

const count = z.number().int().min(0).max(1_000_000);
const Instant = z.number().int().min(0).max(8.64e15).describe("Unix time in milliseconds");

export const RESOURCE_KINDS = ["proxy", "token"] as const;
export const ResourceKind = z.enum(RESOURCE_KINDS);
export type ResourceKind = z.infer<typeof ResourceKind>;

const PROXY_PROTOCOLS = ["http", "https", "socks5"] as const;
export const ProxyProtocol = z.enum(PROXY_PROTOCOLS);
export type ProxyProtocol = z.infer<typeof ProxyProtocol>;

/** How a token is sent with a request: in the Cookie header, or in a header of its own. */
export const TokenKind = z.enum(["cookie", "header"]);
export type TokenKind = z.infer<typeof TokenKind>;

/** `POST resources/lease` */
export const ResourceLeaseRequest = z.strictObject({
  kind: ResourceKind,
  /** The platform that it will be used for. */
  platform: Platform,
  /** Duration of the lease, milliseconds; the node renews at half of it. */
  ttl_ms: z.number().int().min(10_000).max(600_000).default(120_000),
});
export type ResourceLeaseRequest = z.input<typeof ResourceLeaseRequest>;

const lease = {
  id: z.uuid(),
  fence: count,
  until: Instant,
  /** Requests that may still be made with it today; null means no limit. At 0 the node releases it. */
  budget_left: count.nullable(),
};

export const LeasedProxy = z.object({
  kind: z.literal("proxy"),
  ...lease,
  protocol: ProxyProtocol,
  /** An IPv6 address is in brackets. */
  host: z.string(),
  port: z.number().int(),
  username: z.string().nullable(),
  password: z.string().nullable(),
});
export type LeasedProxy = z.infer<typeof LeasedProxy>;

export const LeasedToken = z.object({
  kind: z.literal("token"),
  ...lease,
  sent_as: TokenKind,
  /** `cookie` for a cookie. */
  header_name: z.string(),
  value: z.string(),
});
export type LeasedToken = z.infer<typeof LeasedToken>;

/**
 * Why nothing was leased: `none`: there is none; `no-work`: the node holds no keyword; the others are the state of the one
 * that is free next.
 */
export const NO_LEASE_REASONS = ["none", "leased", "quarantined", "budget", "no-work"] as const;

export const ResourceLeaseAnswer = z.object({
  resource: z.discriminatedUnion("kind", [LeasedProxy, LeasedToken]).nullable(),
  /** Time after which a retry makes sense, milliseconds; 0 with a resource. */
  wait_ms: count,
  reason: z.enum(NO_LEASE_REASONS).nullable(),
});
export type ResourceLeaseAnswer = z.infer<typeof ResourceLeaseAnswer>;

const held = { id: z.uuid(), kind: ResourceKind, fence: count };
const MAX_ITEMS = 64;

/** `POST resources/renew` */
export const ResourceRenewRequest = z.strictObject({
  items: z.array(z.strictObject(held)).min(1).max(MAX_ITEMS),
  ttl_ms: ResourceLeaseRequest.shape.ttl_ms,
});
export type ResourceRenewRequest = z.input<typeof ResourceRenewRequest>;

/** `POST resources/release` */
export const ResourceReleaseRequest = z.strictObject({
  items: z.array(z.strictObject(held)).min(1).max(MAX_ITEMS),
});
export type ResourceReleaseRequest = z.input<typeof ResourceReleaseRequest>;

/** `POST resources/report`: the outcomes of requests, one item for each outcome. A report is not idempotent: it is sent once. */
export const ResourceReportRequest = z.strictObject({
  items: z
    .array(
      z.strictObject({
        ...held,
        outcome: Outcome,
        /** Requests since the last report that had this outcome. */
        requests: z.number().int().min(1).max(100_000),
        error: z.string().max(500, "is longer than 500 characters").optional(),
      }),
    )
    .min(1)
    .max(MAX_ITEMS),
});
export type ResourceReportRequest = z.input<typeof ResourceReportRequest>;

/** `ok`: the lease is still valid. `ended`: the report was counted and ended the lease. `stale_lease`: nothing was changed. */
export const HELD_STATES = ["ok", "ended", "stale_lease"] as const;

/** Answer to `renew`, `report` and `release`, in the order of the items. */
export const HeldItemsAnswer = z.object({
  items: z.array(
    z.object({
      ...held,
      state: z.enum(HELD_STATES),
      /** Set while the lease is valid. */
      until: Instant.nullable(),
      budget_left: count.nullable(),
      /** Why the lease ended. */
      reason: z.string().nullable(),
    }),
  ),
});
export type HeldItemsAnswer = z.infer<typeof HeldItemsAnswer>;
