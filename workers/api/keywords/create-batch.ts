import { createRoute, z } from "@hono/zod-openapi";
import type { NewKeyword } from "../../../shared/contracts/keyword.ts";
import { withCodes } from "../../../shared/errors/reasons.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { AcceptedKeywords, acceptKeywords } from "./accept-keywords.ts";
import { EXAMPLE_KEYWORD_ID, exampleKeywordCounts } from "./examples.ts";

/** Each item is checked on its own, so that an invalid one does not reject the others. */
const Batch = z.strictObject({
  items: z
    .array(
      z.custom<z.input<typeof NewKeyword>>().openapi({ type: "object", description: "As for one keyword" }),
    )
    .min(1, "is empty")
    .max(1000, "holds more than 1000 keywords"),
});

const route = createRoute({
  operationId: "createKeywordBatch",
  method: "post",
  path: "/api/v1/keywords/batch",
  tags: ["keywords"],
  summary: "Create up to 1000 keywords; good ones are kept, bad ones listed",
  request: {
    body: jsonBody(Batch, {
      items: [
        { platform: "boss", keyword: "数据分析", city: "北京" },
        { platform: "qcwy", keyword: "Java", city: "Atlantis" },
      ],
    }),
  },
  responses: {
    200: okResponse("At least one was good", AcceptedKeywords, {
      ...exampleKeywordCounts,
      items: [{ index: 0, id: EXAMPLE_KEYWORD_ID, result: "created" }],
      problems: withCodes([
        { index: 1, field: "city", reason: "is not known on qcwy; nearest are 天津, 阿拉善, 盘锦" },
      ]),
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const createKeywordBatch = operation("keywords:write", route, async (c) => {
  const candidates = c.req.valid("json").items.map((raw, index) => ({ place: { index }, raw }));
  const caller = { principal: principalOf(c), actor: actorOf(c) };
  const accepted = await acceptKeywords(c.get("services"), candidates, caller);
  const { items: _, problems: __, ...counts } = accepted;
  audit(c, { action: "keyword.create", after: counts });
  return ok(c, accepted);
});
