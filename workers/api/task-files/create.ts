import { createRoute, z } from "@hono/zod-openapi";
import { errorAbout, fieldError } from "../../../shared/errors/validation.ts";
import { OutgoingError } from "../../outgoing/outgoing-error.ts";
import { readLimited } from "../../outgoing/read-limited.ts";
import { FILES_KEPT_DAYS, MAX_FILE_BYTES } from "../../tasks/task-files.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { checkFileType } from "../http/media-type.ts";
import { operation } from "../operation.ts";
import { exampleFile, exampleUse, FileView, Use, useView } from "./file-view.ts";

const Stored = FileView.omit({ created_at: true }).extend({ use: Use });

const { created_at: _, ...stored } = exampleFile;

const TYPES = { "text/csv": "csv", "application/x-ndjson": "jsonl" } as const;

const route = createRoute({
  operationId: "createTaskFile",
  method: "post",
  path: "/api/v1/task-files",
  tags: ["tasks"],
  summary: `Upload a file for a task of rows.import; it is kept for ${FILES_KEPT_DAYS} days and counts towards what one person may have`,
  request: {
    query: z.strictObject({ name: z.string().trim().min(1).max(200).default("rows") }),
  },
  requestBody: {
    required: true,
    description: `At most ${MAX_FILE_BYTES} bytes. CSV has a header with names of the platform's fields; each line of JSON Lines is a row as the platform sent it.`,
    content: {
      "text/csv": { schema: { type: "string" as const }, example: "jobId,jobName\n153000001,Java 工程师\n" },
      "application/x-ndjson": {
        schema: { type: "string" as const },
        example: '{"jobId":"153000001","jobName":"Java 工程师"}\n',
      },
    },
  },
  responses: {
    201: createdResponse("Stored", Stored, { ...stored, use: exampleUse }),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createTaskFile = operation(
  "ingest:write",
  route,
  async (c) => {
    const { name } = c.req.valid("query");
    const tooLarge = () => errorAbout("body_too_large", "body", `is over ${MAX_FILE_BYTES} bytes`);
    if (Number(c.req.header("content-length") ?? 0) > MAX_FILE_BYTES) throw tooLarge();
    const type = checkFileType(c.req.header("content-type"), Object.keys(TYPES));
    const format = TYPES[type as keyof typeof TYPES];
    let body: Uint8Array;
    try {
      body = await readLimited(new Response(c.req.raw.body), MAX_FILE_BYTES);
    } catch (error) {
      throw error instanceof OutgoingError ? tooLarge() : error;
    }
    if (body.length === 0) throw fieldError("body", "is empty");
    const file = { id: crypto.randomUUID(), name, format } as const;
    const { taskFiles } = c.get("services");
    const { userId: ownerId } = principalOf(c);
    await taskFiles.add({ ...file, ownerId }, body);
    audit(c, {
      action: "task-file.create",
      record: `task-file:${file.id}`,
      after: { name, format, bytes: body.length },
    });
    return created(c, { ...file, bytes: body.length, use: useView(await taskFiles.use(ownerId)) });
  },
  { ownBody: true },
);
