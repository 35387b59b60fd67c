import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { withCodes } from "../../../shared/errors/reasons.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { decodeText } from "../http/decode-text.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { AcceptedKeywords, acceptKeywords } from "./accept-keywords.ts";
import { EXAMPLE_KEYWORD_ID, exampleKeywordCounts } from "./examples.ts";
import { readKeywordCsv } from "./read-csv.ts";

const Csv = z.string().openapi({
  description:
    "platform,keyword,city,priority[,channel], also by their Chinese names (平台,关键词,城市,优先级,渠道); separated by commas, semicolons or tabs; UTF-8, GBK, or UTF-16 with its mark; header line optional; at most 10000 rows, 5 MB; template: /templates/keywords.csv on the dashboard",
  example: "platform,keyword,city,priority\nboss,数据分析,北京,5\n",
});

const route = createRoute({
  operationId: "importKeywords",
  method: "post",
  path: "/api/v1/keywords/import",
  tags: ["keywords"],
  summary: "Create keywords from a CSV file; good rows are kept, bad ones listed by line",
  request: {
    body: {
      required: true,
      content: {
        "text/csv": {
          schema: Csv,
          example: "platform,keyword,city,priority\nboss,数据分析,北京,5\nqcwy,Java,Atlantis,5\n",
        },
      },
    },
  },
  responses: {
    200: okResponse("At least one row was good", AcceptedKeywords, {
      ...exampleKeywordCounts,
      items: [{ line: 2, id: EXAMPLE_KEYWORD_ID, result: "created" }],
      problems: withCodes([
        { line: 3, field: "city", reason: "is not known on qcwy; valid are 全国, 北京, 上海" },
      ]),
    }),
    ...errorResponses(413, 415, 422),
  },
});

export const importKeywords = operation("keywords:write", route, async (c) => {
  // Hono validates only JSON and form bodies, so the handler checks the type itself.
  if (!/^text\/csv\s*(;|$)/i.test(c.req.header("content-type") ?? "")) {
    throw new ApiError("unsupported_media_type", "content-type: send the file as text/csv", [
      { field: "content-type", reason: "send the file as text/csv" },
    ]);
  }
  const candidates = readKeywordCsv(decodeText(await c.req.arrayBuffer()));
  const caller = { principal: principalOf(c), actor: actorOf(c) };
  const accepted = await acceptKeywords(c.get("services"), candidates, caller);
  const { items: _, problems: __, ...counts } = accepted;
  audit(c, { action: "keyword.create", after: counts });
  return ok(c, accepted);
});
