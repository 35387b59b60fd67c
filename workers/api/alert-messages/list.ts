import { createRoute, z } from "@hono/zod-openapi";
import { MESSAGE_STATES } from "../../../shared/contracts/alert.ts";
import type { AlertMessage } from "../../db/alert-schema.ts";
import { Instant, ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";

const MessageView = z.object({
  id: z.string().describe("Sent along: Message-ID of a mail, webhook-id"),
  receiver: z.string().describe("user:<id> or channel:<id>"),
  alerts: z.number().int().describe("How many alerts it tells of"),
  state: z.enum(MESSAGE_STATES),
  attempts: z.number().int(),
  created_at: Instant,
  next_at: Instant.nullable().describe("When it is tried next; null when it is over"),
  sent_at: Instant.nullable(),
  error: z.string().nullable().describe("How the newest try failed"),
});

const view = (message: AlertMessage): z.infer<typeof MessageView> => ({
  id: message.id,
  receiver: message.receiver,
  alerts: message.count,
  state: message.state,
  attempts: message.attempts,
  created_at: message.createdAt,
  next_at: message.state === "waiting" ? message.nextAt : null,
  sent_at: message.sentAt,
  error: message.error,
});

const route = createRoute({
  operationId: "listAlertMessages",
  method: "get",
  path: "/api/v1/alert-messages",
  tags: ["alerts"],
  summary: "List the messages about alerts: which were sent, wait or failed, the newest first",
  request: {
    query: z.strictObject({
      state: z.enum(MESSAGE_STATES).optional(),
      receiver: z
        .string()
        .regex(/^(user|channel):[0-9a-f-]{36}$/, "does not have the form user:<id> or channel:<id>")
        .optional(),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of messages", pageOf(MessageView), {
      items: [
        {
          id: "7b9f0a52-5a34-4c19-9d8a-5f5b0f0b8f10",
          receiver: "channel:9a0f4f0e-0b5e-4b43-8c59-0a6a3f7d2c11",
          alerts: 3,
          state: "sent",
          attempts: 1,
          created_at: EXAMPLE_NOW,
          next_at: null,
          sent_at: EXAMPLE_NOW + 800,
          error: null,
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("alert-messages", z.tuple([z.number().int(), z.string().max(100)]));

export const listAlertMessages = operation("alerts:read", route, async (c) => {
  const { limit, cursor: after, ...filter } = c.req.valid("query");
  const position = cursor.decode(after);
  const { messages } = c.get("services").alerts;
  const rows = await messages.list(filter, limit + 1, position && { at: position[0], id: position[1] });
  const page = toPage(rows, limit, ({ createdAt, id }) => cursor.encode([createdAt, id]));
  return ok(c, { ...page, items: page.items.map(view) });
});
