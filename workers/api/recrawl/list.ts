import { createRoute, z } from "@hono/zod-openapi";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { exampleRecrawl, PlatformRecrawl, recrawlOf } from "./platform-recrawl.ts";

const route = createRoute({
  operationId: "listRecrawl",
  method: "get",
  path: "/api/v1/recrawl",
  tags: ["coverage"],
  summary: "Adaptive recrawl per platform: its mode, and what it saves or, in shadow, would save",
  request: { query: z.strictObject(wholeListParams) },
  responses: {
    200: okResponse("All platforms", pageOf(PlatformRecrawl), { items: [exampleRecrawl], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("recrawl", ({ platform }: PlatformRecrawl) => platform);

export const listRecrawl = operation("read", route, async (c) => {
  const services = c.get("services");
  const all = await Promise.all(PLATFORMS.map((platform) => recrawlOf(services, platform)));
  return ok(c, list.page(all, c.req.valid("query")));
});
