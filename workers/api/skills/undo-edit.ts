import { createRoute, z } from "@hono/zod-openapi";
import { SkillEdit } from "../../../shared/contracts/skills.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { editorOf } from "./editor.ts";
import { exampleEdit } from "./examples.ts";

const route = createRoute({
  operationId: "undoSkillEdit",
  method: "post",
  path: "/api/v1/skills/edits/{number}/undo",
  tags: ["dictionary"],
  summary: "Undo an edit of the dictionary of skills: its terms are again what they were",
  request: {
    params: z.object({
      number: z.coerce
        .number<string>()
        .int()
        .positive()
        .max(2 ** 31),
    }),
  },
  responses: {
    201: createdResponse("The edit that undoes it", SkillEdit, {
      ...exampleEdit,
      number: 43,
      action: "undo",
      note: "",
      undoes: 42,
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const undoSkillEdit = operation("skills:write", route, async (c) => {
  const edit = await c.get("services").skills.undo(c.req.valid("param").number, editorOf(c));
  audit(c, { action: "skill.undo", record: `skill-edit:${edit.undoes}`, after: edit });
  return created(c, edit);
});
