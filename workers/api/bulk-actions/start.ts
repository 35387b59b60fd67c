/** What the bulk routes of all nouns share: they differ in their actions, filters and ids. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  BULK_FILTERS,
  BulkAction,
  type BulkNoun,
  BulkRate,
  MAX_BULK_IDS,
} from "../../../shared/contracts/bulk.ts";
import { BULK_ACTIONS } from "../../../shared/contracts/vocabulary.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { may, ownerOf } from "../../iam/permissions/principal.ts";
import type { RouteNeed } from "../../iam/permissions/route-need.ts";
import { created, createdResponse, ok, okResponse } from "../http/answers.ts";
import { type ApiEnv, actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import type { SingleLineText } from "../http/fields.ts";
import { exampleBulkAction } from "./examples.ts";
import { bulkNeeds } from "./find-bulk.ts";

/**
 * The body of a bulk route.
 * @param ids schema of the name of one record
 */
export const bulkBody = <N extends BulkNoun, I extends z.ZodType>(noun: N, ids: I) =>
  z.strictObject({
    action: z.enum(BULK_ACTIONS[noun]),
    ids: z.array(ids).min(1, "is empty").max(MAX_BULK_IDS).optional().describe("Records; or a filter"),
    filter: BULK_FILTERS[noun].optional().describe("Selects the records; it needs a condition"),
    rate: BulkRate.optional().describe("So many now, then so many a minute; as fast as possible without it"),
    preview: z.boolean().default(false).describe("Only count what would be acted on"),
  });

const BulkPreview = z.object({
  count: z.number().int().describe("Records that would be acted on now"),
  examples: z.array(z.string()).describe("Ids of the first of them"),
});

export const bulkResponses = {
  200: okResponse("With `preview`: what it would act on", BulkPreview, { count: 1200, examples: [] }),
  201: createdResponse("Begun: its progress is at GET /api/v1/bulk-actions/{id}", BulkAction, {
    ...exampleBulkAction,
    state: "selecting",
    total: 0,
    done: 0,
    refused: 0,
    left: 0,
    percent: 0,
    rate_per_second: null,
    left_s: null,
    next_at: null,
    started_at: null,
  }),
  ...errorResponses(400, 413, 415, 422),
};

interface Wanted {
  action: string;
  ids: string[] | undefined;
  filter: Record<string, unknown> | undefined;
  rate: BulkRate | undefined;
  preview: boolean;
  priority?: number | undefined;
  reason?: z.infer<typeof SingleLineText> | undefined;
}

/**
 * Previews or begins a bulk action.
 * @throws ApiError forbidden when the caller may not do the same to one record; validation_failed without records
 */
export async function startBulk(c: Context<ApiEnv>, noun: BulkNoun, wanted: Wanted) {
  const { bulkActions } = c.get("services");
  const { action, filter, rate, preview } = wanted;
  const principal = principalOf(c);
  const { route, scope } = bulkActions.nouns[noun].need(action);
  if (!may(principal, route, scope)) throw bulkNeeds(noun, { route, scope });
  const ids = wanted.ids && [...new Set(wanted.ids)];
  if (ids && filter) throw fieldError("filter", "goes with requests without ids only");
  if (!ids && !filter) throw fieldError("ids", "or filter is needed");
  // A filter without a condition would select every record there is.
  const isEmpty = !filter || Object.values(filter).every((value) => value === undefined);
  if (!ids && isEmpty) throw fieldError("filter", "is empty");
  if ((action === "set_priority") !== (wanted.priority !== undefined))
    throw fieldError(
      "priority",
      wanted.priority === undefined ? "is missing" : "goes with set_priority only",
    );
  const request = {
    noun,
    action,
    priority: wanted.priority ?? null,
    reason: wanted.reason ?? null,
    filter: filter ?? null,
    rate: rate ?? null,
  };
  const { label, reach } = principal;
  if (preview) {
    const caller = {
      ...{ actor: actorOf(c), label, reach },
      may: (need: RouteNeed) => may(principal, need.route, need.scope),
    };
    return ok(c, await bulkActions.preview(request, ids ?? null, caller));
  }
  const begun = await bulkActions.start({
    request,
    ids: ids ?? null,
    userId: principal.userId,
    scopes: principal.scopes && [...principal.scopes],
    label,
    owner: ownerOf(principal),
  });
  audit(c, {
    action: "bulk-action.create",
    record: `bulk-action:${begun.id}`,
    after: { ...request, ...(ids && { records: ids.length }) },
  });
  return created(c, begun);
}
