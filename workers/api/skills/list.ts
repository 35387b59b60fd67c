import { createRoute, z } from "@hono/zod-openapi";
import { SkillTerm, TagKind } from "../../../shared/contracts/skills.ts";
import { TERM_SOURCES } from "../../../shared/domain/skills/term.ts";
import { orderOf } from "../../skills/skill-dictionary.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Search } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleTerm } from "./examples.ts";

export const termFilter = {
  text: Search.optional().describe("A part of a spelling or of a skill's name"),
  kind: TagKind.optional(),
  source: z.enum(TERM_SOURCES).optional(),
};

const route = createRoute({
  operationId: "listSkills",
  method: "get",
  path: "/api/v1/skills",
  tags: ["dictionary"],
  summary:
    "The dictionary of skills: each spelling with its kind and skill, and how many postings have the skill",
  request: { query: z.strictObject({ ...termFilter, limit: limitParam(200, 50), cursor: cursorParam }) },
  responses: {
    200: okResponse("A page of terms", pageOf(SkillTerm), { items: [exampleTerm], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("skills", z.string().max(500));

export const listSkills = operation("read", route, async (c) => {
  const { limit, cursor: position, ...filter } = c.req.valid("query");
  const rows = await c.get("services").skills.terms(filter, limit + 1, cursor.decode(position));
  return ok(
    c,
    toPage(rows, limit, (last) => cursor.encode(orderOf(last))),
  );
});
