/** What proxies and platform tokens have in common in the API. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Outcome, Platform } from "../../../shared/contracts/platform.ts";
import { type Resource, ResourceState } from "../../../shared/contracts/resource-pool.ts";
import type { ResourceKind } from "../../../shared/contracts/resources.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { Instant } from "../http/answers.ts";
import type { ApiEnv } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam } from "../http/cursor.ts";
import { Flag, lifetime, Search, SingleLineText } from "../http/fields.ts";

/** Name of each kind in messages. */
const NOUNS = { proxy: "proxy", token: "platform token" } as const;

export const resourceFields = {
  name: SingleLineText,
  daily_budget: z.number().int().min(0).max(1_000_000).describe("Requests a day (in China); 0: no limit"),
  enabled: z.boolean(),
  note: z.string().trim().max(500),
};

export const Platforms = z
  .array(Platform)
  .max(PLATFORMS.length)
  .transform((platforms) => [...new Set(platforms)])
  .describe("Empty: all");

export const liveFields = {
  state: ResourceState.describe("`exhausted`: today's budget is used up"),
  lease: z.object({ node: z.string(), fence: z.number().int(), until: Instant }).nullable(),
  used_today: z.number().int(),
  successes: z.number().int(),
  failures: z.number().int(),
  stale_requests: z.number().int().describe("Reported by a node that no longer held it; in no other figure"),
  health: z.number().min(0).max(1).describe("Exponential average of what its requests came to"),
  quarantine: z.object({ reason: z.string(), until: Instant }).nullable(),
  quarantine_count: z
    .number()
    .int()
    .describe("Quarantines since it last did well; each doubles the next, up to a day"),
  last_outcome: Outcome.nullable(),
  last_error: z.string().nullable(),
  last_used_at: Instant.nullable(),
  ...lifetime,
};

const LiveFields = z.object(liveFields);

/** Live state without the secret: unknown fields are left out. */
export const liveView = (it: Resource): z.infer<typeof LiveFields> =>
  LiveFields.parse({ ...it, health: Math.round(it.health * 1000) / 1000 });

export const ResourceQuery = z.strictObject({
  platform: Platform.optional().describe("That may be used for it"),
  state: ResourceState.optional(),
  search: Search.optional().describe("Part of name, host or note"),
  include_deleted: Flag,
  limit: limitParam(200, 50),
  cursor: cursorParam,
});

const cursors = {
  proxy: cursorOf("proxies", z.number().int().min(0)),
  token: cursorOf("platform-tokens", z.number().int().min(0)),
};

/** A page of a list, newest first. */
export async function listResources(
  c: Context<ApiEnv>,
  kind: ResourceKind,
  { platform, state, search, include_deleted, limit, cursor }: z.infer<typeof ResourceQuery>,
): Promise<{ items: Resource[]; next_cursor: string | null }> {
  const filter = { platform, state, search, include_deleted: include_deleted === "true" };
  const rows = await c
    .get("services")
    .pool(kind)
    .list(filter, limit + 1, cursors[kind].decode(cursor));
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, next_cursor: more ? cursors[kind].encode(last.seq) : null };
}

export const noResource = (kind: ResourceKind, id: string) =>
  new ApiError("not_found", `no ${NOUNS[kind]} ${id}`);

/** @throws ApiError not_found */
export async function existingResource(
  c: Context<ApiEnv>,
  kind: ResourceKind,
  id: string,
): Promise<Resource> {
  const found = await c.get("services").pool(kind).get(id);
  if (!found) throw noResource(kind, id);
  return found;
}

/** A resource that exists already is not created again. @returns the new id @throws ApiError conflict */
export function checkCreated(kind: ResourceKind, made: { id: string; result: string } | undefined): string {
  if (made?.result === "created") return made.id;
  throw new ApiError("conflict", `the same ${NOUNS[kind]} is there already: ${made?.id}`);
}
