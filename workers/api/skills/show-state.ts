import { createRoute } from "@hono/zod-openapi";
import { DictionaryState } from "../../../shared/contracts/skills.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleState } from "./examples.ts";

const route = createRoute({
  operationId: "showSkillDictionary",
  method: "get",
  path: "/api/v1/skills/state",
  tags: ["dictionary"],
  summary: "Version of the dictionary of skills, and which one postings and figures follow",
  responses: { 200: okResponse("The state", DictionaryState, exampleState), ...errorResponses() },
});

export const showSkillDictionary = operation("read", route, async (c) =>
  ok(c, await c.get("services").skills.state()),
);
