import { createRoute, z } from "@hono/zod-openapi";
import { SkillEdit } from "../../../shared/contracts/skills.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleEdit } from "./examples.ts";

const route = createRoute({
  operationId: "listSkillEdits",
  method: "get",
  path: "/api/v1/skills/edits",
  tags: ["dictionary"],
  summary: "The history of the dictionary of skills, newest first: who changed what, and which edit undid it",
  request: { query: z.strictObject({ limit: limitParam(100, 20), cursor: cursorParam }) },
  responses: {
    200: okResponse("A page of edits", pageOf(SkillEdit), { items: [exampleEdit], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("skill-edits", z.number().int().positive());

export const listSkillEdits = operation("read", route, async (c) => {
  const { limit, cursor: position } = c.req.valid("query");
  const rows = await c.get("services").skills.history(limit + 1, cursor.decode(position));
  return ok(
    c,
    toPage(rows, limit, (last) => cursor.encode(last.number)),
  );
});
