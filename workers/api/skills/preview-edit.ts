import { createRoute } from "@hono/zod-openapi";
import { EditPreview, SkillEditInput } from "../../../shared/contracts/skills.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleEditInput, examplePreview } from "./examples.ts";

const route = createRoute({
  operationId: "previewSkillEdit",
  method: "post",
  path: "/api/v1/skills/edits/preview",
  tags: ["dictionary"],
  summary:
    "What an edit of the dictionary would change: terms, and how many postings with examples. Nothing is stored",
  request: { body: jsonBody(SkillEditInput, exampleEditInput) },
  responses: {
    200: okResponse("What would change", EditPreview, examplePreview),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const previewSkillEdit = operation("skills:write", route, async (c) => {
  const preview = await c.get("services").skills.preview(c.req.valid("json"));
  audit(c, { action: "skill.preview", after: { terms: preview.entries.length, postings: preview.postings } });
  return ok(c, preview);
});
