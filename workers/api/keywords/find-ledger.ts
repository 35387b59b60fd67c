/** From a keyword's id to its ledger. */
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

/** @throws ApiError not_found for an id of no shard: an object is never made by asking for it */
export function ledgerOf(services: Services, id: string): KeywordLedgerApi {
  const place = placeOfKeyword(id);
  if (!place || place.shard >= services.config.LEDGER_SHARDS) throw keywordNotFound(id);
  return services.ledger(place.platform, place.shard);
}

/**
 * The keyword, if the caller may know of it.
 * @throws ApiError not_found too for one of another department
 */
export async function keywordInReach(services: Services, principal: Principal, id: string) {
  const found = await ledgerOf(services, id).get(id);
  const owner = found && { ownerId: found.keyword.owner_id, departmentId: found.keyword.department_id };
  if (!owner || !inReach(principal.reach, owner)) throw keywordNotFound(id);
  return found;
}

/** A person's action on a keyword within their reach, told to the audit log's caller as before and after. */
export async function actInReach(
  services: Services,
  principal: Principal,
  { id, action, actor }: { id: string; action: KeywordAction; actor: string },
): Promise<{ before: Keyword; after: Keyword }> {
  const { keyword: before } = await keywordInReach(services, principal, id);
  return { before, after: unwrap(await ledgerOf(services, id).act(id, action, actor)) };
}

/** What of a keyword an action changes. */
export const actedOn = ({ state, due_at, deleted_at }: Keyword) => ({ state, due_at, deleted_at });
