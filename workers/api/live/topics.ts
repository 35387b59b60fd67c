/** Which topics a caller may watch: what they may read through the API, within their reach. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { inReach, type Scope } from "../../../shared/contracts/access.ts";
import { type LiveGroup, readTopic } from "../../../shared/contracts/live.ts";
import { MAX_TOPICS } from "../../../shared/contracts/live-limits.ts";
import { queueOfTask } from "../../../shared/domain/task-id.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { may } from "../../iam/permissions/principal.ts";
import { findBulk } from "../bulk-actions/find-bulk.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";

export const EXAMPLE_SOCKET_ID = "9b1c7f34-0c53-4a0e-8a3a-6f1d2c9e7b55";

export const LiveTopics = z.strictObject({
  topics: z
    .array(z.string().max(60))
    .max(MAX_TOPICS)
    .describe("Of the group tasks: task:<id>, queue:<name>; of keywords: keywords; of bulk: bulk:<id>"),
});

const NEEDS = {
  task: ["GET /api/v1/tasks/{id}", "tasks:read"],
  queue: ["GET /api/v1/tasks/queues", "tasks:read"],
  bulk: ["GET /api/v1/bulk-actions/{id}", "read"],
  // The numbers of keywords by state, which the overview shows too.
  keywords: ["GET /api/v1/platforms", "read"],
} as const satisfies Record<string, readonly [string, Scope]>;

/**
 * Sorts topics into those that the caller may watch now, and the others, which are told without a reason.
 * @throws ApiError too_many_requests
 */
export async function allowedTopics(
  c: Context<ApiEnv>,
  group: LiveGroup,
  wanted: readonly string[],
): Promise<{ topics: string[]; refused: string[] }> {
  const { keyId, userId } = principalOf(c);
  // Each topic asks a ledger: though these routes write no line of the audit log, people's limit counts here too.
  if (!(await c.get("services").limits.api(keyId ?? userId)))
    throw new ApiError("too_many_requests", "too many requests; slow down", [], { retryAfterSeconds: 60 });
  const unique = [...new Set(wanted)];
  const allowed = await Promise.all(unique.map((text) => isAllowed(c, group, text)));
  return {
    topics: unique.filter((_, at) => allowed[at]),
    refused: unique.filter((_, at) => !allowed[at]),
  };
}

async function isAllowed(c: Context<ApiEnv>, group: LiveGroup, text: string): Promise<boolean> {
  const topic = readTopic(group, text);
  if (!topic) return false;
  const principal = principalOf(c);
  const [route, scope] = NEEDS[topic.kind];
  if (!may(principal, route, scope)) return false;
  if (topic.kind === "bulk") return isFound(findBulk(c, topic.name));
  const queue = topic.kind === "task" ? queueOfTask(topic.name) : null;
  if (!queue) return topic.kind !== "task";
  const found = await c.get("services").tasks.ledger(queue).get(topic.name);
  return found !== null && inReach(principal.reach, found.owner);
}

const isFound = (search: Promise<unknown>): Promise<boolean> =>
  search.then(
    () => true,
    (error: unknown) => {
      if (error instanceof ApiError) return false;
      throw error;
    },
  );
