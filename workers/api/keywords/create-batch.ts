import { createRoute, z } from "@hono/zod-openapi";
import type { NewKeyword } from "../../../shared/contracts/keyword.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { actorOf, audit, operation, principalOf } from "../http/context.ts";
import { AcceptedKeywords, acceptKeywords } from "./accept-keywords.ts";

/** Each item is checked on its own, so that a bad one does not cost the good ones. */
const Batch = z.strictObject({
  items: z
    .array(
      z.custom<z.input<typeof NewKeyword>>().openapi({ type: "object", description: "As for one keyword" }),
    )
    .min(1, "is empty")
    .max(1000, "holds more than 1000 keywords"),
});

const route = createRoute({
  method: "post",
  path: "/api/v1/keywords/batch",
  tags: ["keywords"],
  summary: "Create up to 1000 keywords; good ones are kept, bad ones listed",
  request: { body: { required: true, content: { "application/json": { schema: Batch } } } },
  responses: {
    200: answer("At least one was good", AcceptedKeywords),
    ...errors(400, 413, 415, 422),
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
