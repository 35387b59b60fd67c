/** Finds bulk actions that the caller may see: those of nouns that they may read. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { inReach } from "../../../shared/contracts/access.ts";
import type { BulkNoun } from "../../../shared/contracts/bulk.ts";
import { BULK_NOUNS } from "../../../shared/contracts/vocabulary.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { BulkSight } from "../../bulk/bulk-store.ts";
import type { BulkRecord } from "../../db/bulk-schema.ts";
import { may } from "../../iam/permissions/principal.ts";
import type { RouteNeed } from "../../iam/permissions/route-need.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";

const notFound = (id: string) => new ApiError("not_found", `no bulk action ${id}`);

export function sightOf(c: Context<ApiEnv>): BulkSight {
  const { nouns } = c.get("services").bulkActions;
  const principal = principalOf(c);
  const readable = BULK_NOUNS.filter((noun) => {
    const { route, scope } = nouns[noun].read;
    return may(principal, route, scope);
  });
  return {
    nouns: readable,
    owned: readable.filter((noun) => nouns[noun].owned),
    reach: principal.reach,
  };
}

/** The permission of the same action on one record, or of reading the noun, is missing. */
export const bulkNeeds = (noun: BulkNoun, { route, scope }: RouteNeed): ApiError =>
  new ApiError("forbidden", `a bulk action on ${noun} needs ${route} (scope ${scope})`);

/**
 * @throws ApiError forbidden for records that the caller may not read; not_found also for an action outside the reach,
 * so that its existence stays unknown
 */
export async function findBulk(c: Context<ApiEnv>, id: string): Promise<BulkRecord> {
  const record = await c.get("services").bulkActions.find(id);
  if (!record) throw notFound(id);
  const { read, owned } = c.get("services").bulkActions.nouns[record.noun];
  const principal = principalOf(c);
  if (owned && !inReach(principal.reach, record)) throw notFound(id);
  if (!may(principal, read.route, read.scope)) throw bulkNeeds(record.noun, read);
  return record;
}

/** @throws ApiError not_found when the results were deleted */
export function resultsGone(id: string): ApiError {
  return new ApiError("not_found", `the results of bulk action ${id} were deleted`);
}

export const Outcome = z
  .enum(["waiting", "done", "refused", "unknown", "untouched"])
  .optional()
  .describe("Only records with this outcome");
