import { createRoute, z } from "@hono/zod-openapi";
import { EditEntry, MAX_EDIT_TERMS } from "../../../shared/contracts/skills.ts";
import { withCodes } from "../../../shared/errors/reasons.ts";
import { fieldError, validationError } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { decodeText } from "../http/decode-text.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { checkFileType } from "../http/media-type.ts";
import { operation } from "../operation.ts";
import { editorOf } from "./editor.ts";
import { exampleEdit } from "./examples.ts";
import { readTerms } from "./terms-csv.ts";

const Imported = z.object({
  number: z.number().int().nullable().describe("Of the edit; null with dry_run, or where nothing differs"),
  entries: z.array(EditEntry),
});

const route = createRoute({
  operationId: "importSkills",
  method: "post",
  path: "/api/v1/skills/import",
  tags: ["dictionary"],
  summary: `Set terms from a CSV file, all or none, at most ${MAX_EDIT_TERMS} that differ. With dry_run nothing is stored`,
  request: {
    query: z.strictObject({ dry_run: Flag }),
    body: {
      required: true,
      content: {
        "text/csv": {
          schema: z
            .string()
            .openapi({ description: "text,kind,skill,in_text; UTF-8 or GBK; as the export writes it" }),
          example: "text,kind,skill,in_text\nPolarDB,skill,PolarDB,yes\n",
        },
      },
    },
  },
  responses: {
    200: okResponse("What was set", Imported, { number: 42, entries: exampleEdit.entries }),
    ...errorResponses(409, 413, 415, 422),
  },
});

export const importSkills = operation("skills:write", route, async (c) => {
  checkFileType(c.req.header("content-type"), ["text/csv"]);
  const { terms, problems } = readTerms(decodeText(await c.req.arrayBuffer()));
  if (problems.length > 0)
    throw validationError(
      withCodes(problems.slice(0, 100)).map(({ line, field, ...problem }) => ({
        ...problem,
        field: `line ${line}: ${field}`,
      })),
    );
  const { skills } = c.get("services");
  const input = { action: "set" as const, terms, note: "" };
  const entries = await skills.differences(input);
  if (entries.length > MAX_EDIT_TERMS) throw fieldError("body", `changes more than ${MAX_EDIT_TERMS} terms`);
  const stores = c.req.valid("query").dry_run !== "true" && entries.length > 0;
  const edit = stores ? await skills.apply(input, editorOf(c), "import") : null;
  audit(c, {
    action: stores ? "skill.import" : "skill.check",
    after: { number: edit?.number ?? null, entries },
  });
  return ok(c, { number: edit?.number ?? null, entries });
});
