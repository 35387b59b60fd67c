import { createRoute, z } from "@hono/zod-openapi";
import { shownUrl } from "../../../shared/domain/outgoing-url.ts";
import { isFields } from "../../../shared/platforms/read.ts";
import { hasContacts } from "../../../shared/platforms/recruiter-mask.ts";
import type { AuditEntry } from "../../iam/audit-log.ts";
import { Instant, ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Id, Search } from "../http/fields.ts";
import { EXAMPLE_NOW, EXAMPLE_REQUEST_ID } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_USER_ID } from "../users/examples.ts";

const Moment = z.coerce.number<string>().int().min(0).describe("Unix time in milliseconds, inclusive");

const Query = z.strictObject({
  user_id: Id.optional(),
  actor: Search.optional().describe("Part of the user's, key's or node's name"),
  action: Search.optional().describe("For example user.update"),
  record: Search.optional().describe("For example user:<id>"),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
  text: Search.optional().describe(
    "Part of path, record, action or content; of the content only for who may see recruiters, and never of a push target",
  ),
  from: Moment.optional(),
  to: Moment.optional(),
  request_id: Search.optional(),
  limit: limitParam(200, 50),
  cursor: cursorParam,
});

const Entry = z.object({
  seq: z.number().int(),
  at: Instant,
  user_id: z.string().nullable(),
  actor: z.string(),
  ip: z.string(),
  user_agent: z.string(),
  method: z.string(),
  route: z.string(),
  path: z.string(),
  status: z.number().int(),
  request_id: z.string(),
  action: z.string().nullable(),
  record: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
});

const route = createRoute({
  operationId: "listAuditLog",
  method: "get",
  path: "/api/v1/audit-log",
  tags: ["audit-log"],
  summary: "Search what was changed, newest first, by users within the caller's reach",
  request: { query: Query },
  responses: {
    200: okResponse("A page of the log", pageOf(Entry), {
      items: [
        {
          seq: 4711,
          at: EXAMPLE_NOW - 60_000,
          user_id: EXAMPLE_USER_ID,
          actor: "lin.operator",
          ip: "203.0.113.7",
          user_agent: "Mozilla/5.0",
          method: "POST",
          route: "/api/v1/keywords/:id/actions/:action",
          path: "/api/v1/keywords/019aaa9e-4800-8000-8000-5f1c2b7d9e04/actions/pause",
          status: 200,
          request_id: EXAMPLE_REQUEST_ID,
          action: "keyword.pause",
          record: "keyword:019aaa9e-4800-8000-8000-5f1c2b7d9e04",
          before: { state: "pending", due_at: EXAMPLE_NOW, deleted_at: null },
          after: { state: "paused", due_at: null, deleted_at: null },
        },
      ],
      next_cursor: "WyJhdWRpdC1sb2ciLDQ3MTFd",
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("audit-log", z.number().int());

/** Lines about push targets written before their URLs were hidden hold them whole, and nothing may change a line. */
function shownContent(record: string | null, json: string | null): unknown {
  const content: unknown = json === null ? null : JSON.parse(json);
  if (!record?.startsWith("push-target:") || !isFields(content) || typeof content.url !== "string")
    return content;
  return { ...content, url: shownUrl(content.url) };
}

const view = ({ userId, userAgent, requestId, before, after, ...entry }: AuditEntry) => ({
  ...entry,
  user_id: userId,
  user_agent: userAgent,
  request_id: requestId,
  before: shownContent(entry.record, before),
  after: shownContent(entry.record, after),
});

export const listAuditLog = operation("audit:read", route, async (c) => {
  const { user_id, request_id, limit, cursor: after, ...query } = c.req.valid("query");
  const { reach, seesRecruiters } = principalOf(c);
  // What is hidden from the caller must not be found by them either.
  if (!seesRecruiters && hasContacts(query)) return ok(c, { items: [], next_cursor: null });
  const rows = await c
    .get("services")
    .identity.audit.list(
      { ...query, userId: user_id, requestId: request_id, reach, inContent: seesRecruiters },
      limit + 1,
      cursor.decode(after),
    );
  const page = toPage(rows, limit, ({ seq }) => cursor.encode(seq));
  return ok(c, { ...page, items: page.items.map(view) });
});
