import { createRoute, z } from "@hono/zod-openapi";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { termFilter } from "./list.ts";
import { CSV_COLUMNS, csvOf } from "./terms-csv.ts";

const route = createRoute({
  operationId: "exportSkills",
  method: "get",
  path: "/api/v1/skills/export",
  tags: ["dictionary"],
  summary: "The dictionary of skills as a CSV file that the import reads",
  request: { query: z.strictObject(termFilter) },
  responses: {
    200: {
      description: "The file",
      content: {
        "text/csv": {
          schema: z.string(),
          example: `${CSV_COLUMNS.join(",")}\nmysql数据库,skill,MySQL,no\n`,
        },
      },
    },
    ...errorResponses(400, 422),
  },
});

export const exportSkills = operation("read", route, async (c) => {
  const terms = await c.get("services").skills.allTerms(c.req.valid("query"));
  return c.body(csvOf(terms), 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="skills.csv"',
  }) as never;
});
