import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleFile, Use, useView } from "./file-view.ts";

const route = createRoute({
  operationId: "deleteTaskFile",
  method: "delete",
  path: "/api/v1/task-files/{id}",
  tags: ["tasks"],
  summary: "Delete a file of one's own at once; an import of it that has not ended fails",
  request: { params: IdParam },
  responses: {
    200: okResponse("Deleted", z.object({ id: z.string(), use: Use }), {
      id: exampleFile.id,
      use: useView({ files: 0, bytes: 0 }),
    }),
    ...errorResponses(404, 413, 422),
  },
});

export const deleteTaskFile = operation("ingest:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { taskFiles } = c.get("services");
  const { userId } = principalOf(c);
  const file = await taskFiles.remove(id, userId);
  if (!file) throw new ApiError("not_found", `no file ${id}`);
  const { name, format, bytes } = file;
  audit(c, { action: "task-file.delete", record: `task-file:${id}`, before: { name, format, bytes } });
  return ok(c, { id, use: useView(await taskFiles.use(userId)) });
});
