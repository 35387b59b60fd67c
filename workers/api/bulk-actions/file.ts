import { createRoute, z } from "@hono/zod-openapi";
import type { BulkItem } from "../../../shared/contracts/bulk.ts";
import { csvLine } from "../../exports/formats/csv.ts";
import { downloadHeaders } from "../exports/download-headers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleBulkItem } from "./examples.ts";
import { findBulk, Outcome, resultsGone } from "./find-bulk.ts";

const COLUMNS = ["seq", "id", "outcome", "message"] as const satisfies (keyof BulkItem)[];
/** Results read and sent at once. */
const PIECE = 2000;

const FORMATS = {
  csv: {
    type: "text/csv; charset=utf-8",
    head: `\ufeff${csvLine(COLUMNS)}`,
    line: (item: BulkItem) => csvLine(COLUMNS.map((name) => item[name])),
  },
  jsonl: { type: "application/jsonl", head: "", line: (item: BulkItem) => `${JSON.stringify(item)}\n` },
};

const route = createRoute({
  operationId: "downloadBulkActionItems",
  method: "get",
  path: "/api/v1/bulk-actions/{id}/file",
  tags: ["bulk actions"],
  summary: "Download the result of each record as CSV or JSON Lines",
  request: {
    params: IdParam,
    query: z.strictObject({ format: z.enum(["csv", "jsonl"]).default("csv"), outcome: Outcome }),
  },
  responses: {
    200: {
      description: "One line a record",
      content: {
        "text/csv": { schema: z.string(), example: `${csvLine(COLUMNS)}17,019aab3e,refused,it runs\r\n` },
        "application/jsonl": { schema: z.string(), example: `${JSON.stringify(exampleBulkItem)}\n` },
      },
    },
    ...errorResponses(404, 422),
  },
});

export const downloadBulkActionItems = operation("read", route, async (c) => {
  const record = await findBulk(c, c.req.valid("param").id);
  const { format, outcome } = c.req.valid("query");
  const { bulkActions } = c.get("services");
  const { type, head, line } = FORMATS[format];
  const first = await bulkActions.items(record, 0, PIECE, outcome);
  if (!first) throw resultsGone(record.id);
  audit(c, { action: "bulk-action.read", record: `bulk-action:${record.id}` });
  let items: BulkItem[] | null = first;
  const text = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(text.encode(head)),
    async pull(controller) {
      if (items === null) return controller.close();
      controller.enqueue(text.encode(items.map(line).join("")));
      const last = items.at(-1);
      const isLast = !last || items.length < PIECE;
      items = isLast ? null : await bulkActions.items(record, last.seq, PIECE, outcome);
    },
  });
  const day = new Date(record.createdAt).toISOString().slice(0, 10);
  const name = `${record.noun}-${record.action}-${day}-${record.id.slice(0, 8)}.${format}`;
  return c.body(body, 200, downloadHeaders(name, type)) as never;
});
