import { createRoute, z } from "@hono/zod-openapi";
import { XLSX_TYPE } from "../../../shared/contracts/exports.ts";
import { withCodes } from "../../../shared/errors/reasons.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { decodeText } from "../http/decode-text.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { checkFileType } from "../http/media-type.ts";
import { readSheet } from "../http/xlsx.ts";
import { operation } from "../operation.ts";
import { AcceptedKeywords, acceptKeywords } from "./accept-keywords.ts";
import { EXAMPLE_KEYWORD_ID, exampleKeywordCounts } from "./examples.ts";
import { readKeywordCsv, readKeywordSheet } from "./read-csv.ts";

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
  summary:
    "Create keywords from a CSV file or an Excel workbook; good rows are kept, bad ones listed by line. With dry_run nothing is stored: the answer says what would be wrong",
  request: {
    query: z.strictObject({ dry_run: Flag }),
    body: {
      required: true,
      content: {
        "text/csv": {
          schema: Csv,
          example: "platform,keyword,city,priority\nboss,数据分析,北京,5\nqcwy,Java,Atlantis,5\n",
        },
        [XLSX_TYPE]: {
          schema: z.string().openapi({
            format: "binary",
            description: "The first sheet, with the columns of the CSV file; at most 10000 rows, 5 MB",
          }),
          example: "PK",
        },
      },
    },
  },
  responses: {
    200: okResponse("At least one row was good", AcceptedKeywords, {
      ...exampleKeywordCounts,
      items: [{ line: 2, id: EXAMPLE_KEYWORD_ID, result: "created" }],
      problems: withCodes([
        { line: 3, field: "city", reason: "is not known on qcwy; nearest are 天津, 阿拉善, 盘锦" },
      ]),
    }),
    ...errorResponses(413, 415, 422),
  },
});

export const importKeywords = operation("keywords:write", route, async (c) => {
  const type = checkFileType(c.req.header("content-type"), ["text/csv", XLSX_TYPE]);
  const body = await c.req.arrayBuffer();
  const candidates =
    type === XLSX_TYPE ? readKeywordSheet(await readSheet(body)) : readKeywordCsv(decodeText(body));
  const stores = c.req.valid("query").dry_run !== "true";
  const caller = { principal: principalOf(c), actor: actorOf(c), stores };
  const accepted = await acceptKeywords(c.get("services"), candidates, caller);
  const { items: _, problems: __, ...counts } = accepted;
  audit(c, stores ? { action: "keyword.create", after: counts } : { action: "keyword.check", after: counts });
  return ok(c, accepted);
});
