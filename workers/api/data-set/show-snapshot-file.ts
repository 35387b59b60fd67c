import { createRoute, z } from "@hono/zod-openapi";
import { DATA_SET_FILES, DataSetFileName } from "../../../shared/contracts/data-set.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { downloadHeaders } from "../exports/download-headers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "downloadDataSetFile",
  method: "get",
  path: "/api/v1/data-set/snapshots/{day}/{file}",
  tags: ["data set"],
  summary:
    "Download a file of a snapshot: datapackage.json describes the others, with the data dictionary and hashes",
  request: { params: z.object({ day: z.iso.date("is not a day"), file: DataSetFileName }) },
  responses: {
    200: {
      description: "The file",
      content: {
        "application/json": { schema: z.unknown(), example: { name: "jobdata-2026-11-23", resources: [] } },
        "application/x-ndjson": { schema: z.string(), example: '{"@type":"JobPosting","title":"Java"}\n' },
        "application/vnd.apache.parquet": {
          schema: z.string().openapi({ format: "binary" }),
          example: "PAR1",
        },
      },
    },
    ...errorResponses(404, 422),
  },
});

/** Contacts were hidden when the files were made, for everybody. */
export const downloadDataSetFile = operation("read", route, async (c) => {
  const { day, file } = c.req.valid("param");
  const { dataSet } = c.get("services");
  const snapshot = await dataSet.find(day);
  const found = snapshot?.state === "done" ? await dataSet.read(day, file) : null;
  if (!found) throw new ApiError("not_found", `no file ${file} of a snapshot of ${day}`);
  return c.body(found.body, 200, {
    ...downloadHeaders(file, DATA_SET_FILES[file]),
    "content-length": String(found.bytes),
  }) as never;
});
