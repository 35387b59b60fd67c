import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { downloadHeaders } from "../exports/download-headers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";

const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson" } as const;

const route = createRoute({
  operationId: "downloadTaskFile",
  method: "get",
  path: "/api/v1/task-files/{id}",
  tags: ["tasks"],
  summary:
    "Download a file of one's own: an uploaded one, or the bad rows that an import names, under the task's id",
  request: { params: IdParam },
  responses: {
    200: {
      description: "The file",
      content: {
        "text/csv": { schema: z.string(), example: "jobId,jobName\n" },
        "application/x-ndjson": {
          schema: z.string(),
          example: '{"line":3,"field":"jobId","reason":"is missing"}\n',
        },
      },
    },
    ...errorResponses(404, 422),
  },
});

export const downloadTaskFile = operation("tasks:read", route, async (c) => {
  const { id } = c.req.valid("param");
  const { taskFiles } = c.get("services");
  const { userId } = principalOf(c);
  const file = await taskFiles.find(id, userId);
  const body = file && (await taskFiles.read(id));
  if (!file || !body) throw new ApiError("not_found", `no file ${id}`);
  return c.body(body.slice().buffer, 200, downloadHeaders(file.name, TYPES[file.format])) as never;
});
