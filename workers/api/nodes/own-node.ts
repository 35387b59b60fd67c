/** Checks of a node's own calls: its key, its clock and its lease. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  type Holding,
  type KeywordLedgerApi,
  NODE_HOLDER,
  type PageName,
} from "../../../shared/contracts/keyword-ledger.ts";
import { MAX_CLOCK_SKEW_MS } from "../../../shared/contracts/node-api.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { placeOfKeyword } from "../../../shared/domain/keyword-id.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { errorAbout } from "../../../shared/errors/validation.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";
import { Id } from "../http/fields.ts";
import { unwrap } from "../http/unwrap.ts";
import { KeywordId, ledgerOf } from "../keywords/find-ledger.ts";
import type { Services } from "../services.ts";

/** Path parameters of a call about work: a node, and a keyword that it holds. */
export const WorkParams = z.object({ id: Id, keyword_id: KeywordId });

/** The call must come with this node's own key. @throws ApiError forbidden */
export function checkOwnNode(c: Context<ApiEnv>, id: string): void {
  const { node } = principalOf(c);
  if (node === id) return;
  throw new ApiError(
    "forbidden",
    node === null ? "this key belongs to no node" : "this key belongs to another node",
  );
}

/**
 * The node's clock must be about right.
 * @param sentAt the node's own clock, Unix ms
 * @throws ApiError clock_skew
 */
export function checkClock(c: Context<ApiEnv>, sentAt: number): void {
  const off = sentAt - c.get("services").clock.now();
  if (Math.abs(off) <= MAX_CLOCK_SKEW_MS) return;
  const seconds = Math.round(Math.abs(off) / 1000);
  const reason =
    off > 0
      ? `the node's clock is ${seconds} s ahead; set it (NTP)`
      : `the node's clock is ${seconds} s behind; set it (NTP)`;
  throw errorAbout("clock_skew", "sent_at", reason);
}

export interface Held {
  platform: Platform;
  holding: Holding;
  ledger: KeywordLedgerApi;
}

/**
 * The keyword that the node holds.
 * @param page asks whether the run has this page to fetch
 * @throws ApiError stale_lease, forbidden, not_found
 */
export async function heldWork(
  c: Context<ApiEnv>,
  { id, keyword_id }: { id: string; keyword_id: string },
  fence: number,
  page?: PageName,
): Promise<Held> {
  checkOwnNode(c, id);
  const ledger = ledgerOf(c.get("services"), keyword_id);
  const platform = placeOfKeyword(keyword_id)?.platform;
  const holding = unwrap(await ledger.holding(keyword_id, fence, page));
  if (holding.holder !== `${NODE_HOLDER}${id}` || !platform) {
    throw new ApiError("forbidden", "the keyword is held by somebody else");
  }
  return { platform, holding, ledger };
}

/** Whether the node holds a keyword of the platform now. */
export async function holdsWork(services: Services, node: string, platform: Platform): Promise<boolean> {
  const held = services.ledgers(platform).map((ledger) => ledger.heldBy(`${NODE_HOLDER}${node}`));
  return (await Promise.all(held)).some((count) => count > 0);
}
