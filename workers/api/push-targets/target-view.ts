/** A push target as the API shows it. Its secret appears only in the answer that created it; path and query of its URL never. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { DataType } from "../../../shared/contracts/platform.ts";
import type { EndpointState } from "../../../shared/contracts/push.ts";
import { checkOutgoingUrl, shownUrl } from "../../../shared/domain/outgoing-url.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import type { PushTarget } from "../../db/push-schema.ts";
import { postRules } from "../../outgoing/post.ts";
import { Instant } from "../http/answers.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";
import { lifetime, lifetimeOf, SingleLineText } from "../http/fields.ts";

const count = z.number().int();

export const TargetView = z.object({
  id: z.uuid(),
  name: z.string(),
  data_type: DataType,
  url: z.string().describe("Path and query are hidden: in them many services carry their secret"),
  enabled: z.boolean(),
  waiting: count.describe("Parts that wait to be sent"),
  oldest_waiting_at: Instant.nullable(),
  failed: count.describe("Parts tried for 24 hours"),
  pushed: count.describe("Parts sent since it was made"),
  last_pushed_at: Instant.nullable(),
  failing_since: Instant.nullable().describe("Since when it has not answered"),
  next_try_at: Instant.nullable(),
  last_error: z.string().nullable(),
  ...lifetime,
});

export const targetView = (target: PushTarget, counts: EndpointState[]): z.infer<typeof TargetView> => {
  const known = counts.find(({ target_id: targetId }) => targetId === target.id);
  return {
    id: target.id,
    name: target.name,
    data_type: target.dataType,
    url: shownUrl(target.url),
    enabled: target.enabled,
    waiting: known?.waiting ?? 0,
    oldest_waiting_at: known?.oldest_waiting_at ?? null,
    failed: known?.dead ?? 0,
    pushed: known?.delivered ?? 0,
    last_pushed_at: known?.last_delivered_at ?? null,
    failing_since: known?.failing_since ?? null,
    next_try_at: known?.next_try_at ?? null,
    last_error: known?.last_error ?? null,
    ...lifetimeOf(target),
  };
};

/** The target with its current counts of waiting and sent batches. */
export const currentView = async (c: Context<ApiEnv>, target: PushTarget) =>
  targetView(target, await c.get("services").push.endpointStates());

export const WithSecret = z.object({
  target: TargetView,
  secret: z.string().describe("Signs what is sent; shown this once"),
});

export const targetFields = {
  name: SingleLineText,
  data_type: DataType,
  url: z.string().describe("Takes a POST with JSON; not a private address"),
  enabled: z.boolean().describe("A data type has one enabled target"),
};

/** The address must be public, or local in a local environment. @throws ApiError validation_failed */
export function checkTargetUrl(c: Context<ApiEnv>, url: string): void {
  const local = c.get("services").config.ENVIRONMENT === "local";
  const checked = checkOutgoingUrl(url, postRules(url, local));
  if (!checked.ok) throw fieldError("url", checked.reason);
}

/**
 * A target receives rows unmasked, with recruiters' names.
 * @throws ApiError forbidden for a caller who may not see recruiters
 */
export function checkSeesRows(c: Context<ApiEnv>): void {
  if (!principalOf(c).seesRecruiters)
    throw new ApiError(
      "forbidden",
      "not permitted: a push target gets recruiters' names, which are hidden from you",
    );
}
