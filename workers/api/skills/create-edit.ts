import { createRoute } from "@hono/zod-openapi";
import { SkillEdit, SkillEditInput } from "../../../shared/contracts/skills.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { editorOf } from "./editor.ts";
import { exampleEdit, exampleEditInput } from "./examples.ts";

const route = createRoute({
  operationId: "createSkillEdit",
  method: "post",
  path: "/api/v1/skills/edits",
  tags: ["dictionary"],
  summary:
    "Edit the dictionary of skills: add terms or move them, rename or merge skills, take terms out. Postings follow within minutes",
  request: { body: jsonBody(SkillEditInput, exampleEditInput) },
  responses: {
    201: createdResponse("The edit", SkillEdit, exampleEdit),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createSkillEdit = operation("skills:write", route, async (c) => {
  const edit = await c.get("services").skills.apply(c.req.valid("json"), editorOf(c));
  audit(c, { action: "skill.edit", record: `skill-edit:${edit.number}`, after: edit });
  return created(c, edit);
});
