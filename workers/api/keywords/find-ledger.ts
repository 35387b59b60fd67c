/** From a keyword's id to its ledger. */
import { z } from "@hono/zod-openapi";
import type { KeywordLedgerApi, LedgerResult } from "../../../shared/contracts/ledger.ts";
import { placeOfKeyword } from "../../../shared/domain/keyword-id.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { Services } from "../../services-types.ts";

export const KeywordId = z
  .string()
  .refine((id) => placeOfKeyword(id) !== null, "is not a keyword id")
  .openapi({ format: "uuid" });

export const KeywordIdParam = z.object({ id: KeywordId });

export const keywordNotFound = (id: string) => new ApiError("not_found", `no keyword ${id}`);

/** @throws ApiError not_found for an id of no shard: an object is never made by asking for it */
export function ledgerOf(services: Services, id: string): KeywordLedgerApi {
  const place = placeOfKeyword(id);
  if (!place || place.shard >= services.config.LEDGER_SHARDS) throw keywordNotFound(id);
  return services.ledger(place.platform, place.shard);
}

/** The value of a ledger's answer. @throws ApiError with the ledger's own code */
export function unwrap<T>(result: LedgerResult<T>): T {
  if (result.ok) return result.value;
  throw new ApiError(result.code, result.message);
}
