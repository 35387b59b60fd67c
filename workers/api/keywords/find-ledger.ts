/** Finds the ledger that holds a keyword. */
import { z } from "@hono/zod-openapi";
import { inReach } from "../../../shared/contracts/access.ts";
import type { Keyword, KeywordAction } from "../../../shared/contracts/keyword.ts";
import type { KeywordLedgerApi } from "../../../shared/contracts/keyword-ledger.ts";
import { placeOfKeyword } from "../../../shared/domain/keyword-id.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { Principal } from "../../iam/permissions/principal.ts";
import { unwrap } from "../http/unwrap.ts";
import type { Services } from "../services.ts";

export const KeywordId = z
  .string()
  .refine((id) => placeOfKeyword(id) !== null, "is not a keyword id")
  .openapi({ format: "uuid" });

export const KeywordIdParam = z.object({ id: KeywordId });

const keywordNotFound = (id: string) => new ApiError("not_found", `no keyword ${id}`);

/** @throws ApiError not_found for an id of no existing shard: reads must not create a Durable Object */
export function ledgerOf(services: Services, id: string): KeywordLedgerApi {
  const place = placeOfKeyword(id);
  if (!place || place.shard >= services.config.LEDGER_SHARDS) throw keywordNotFound(id);
  return services.ledger(place.platform, place.shard);
}

/**
 * The keyword, when it is within the caller's reach.
 * @throws ApiError not_found, also for a keyword outside the reach, so that its existence stays unknown
 */
export async function keywordInReach(services: Services, principal: Principal, id: string) {
  const found = await ledgerOf(services, id).get(id);
  const owner = found && { ownerId: found.keyword.owner_id, departmentId: found.keyword.department_id };
  if (!owner || !inReach(principal.reach, owner)) throw keywordNotFound(id);
  return found;
}

/**
 * Runs an action on a keyword within the caller's reach.
 * @returns the keyword before and after, for the audit log
 */
export async function actInReach(
  services: Services,
  principal: Principal,
  { id, action, actor }: { id: string; action: KeywordAction; actor: string },
): Promise<{ before: Keyword; after: Keyword }> {
  const { keyword: before } = await keywordInReach(services, principal, id);
  return { before, after: unwrap(await ledgerOf(services, id).act(id, action, actor)) };
}

/** The fields of a keyword that an action changes. */
export const actedOn = ({ state, due_at, deleted_at }: Keyword) => ({ state, due_at, deleted_at });
