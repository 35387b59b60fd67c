import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { RecrawlMode } from "../../../shared/contracts/recrawl.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleRecrawl, PlatformRecrawl, recrawlOf } from "./platform-recrawl.ts";

const route = createRoute({
  operationId: "updateRecrawl",
  method: "patch",
  path: "/api/v1/recrawl/{platform}",
  tags: ["coverage"],
  summary:
    "Set a platform's adaptive recrawl: off, shadow or on; due times that are set stay until their run",
  request: {
    params: z.object({ platform: Platform }),
    body: jsonBody(z.strictObject({ mode: RecrawlMode }), { mode: "shadow" }),
  },
  responses: {
    200: okResponse("The platform after it", PlatformRecrawl, exampleRecrawl),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const updateRecrawl = operation("platforms:write", route, async (c) => {
  const services = c.get("services");
  const { platform } = c.req.valid("param");
  const { mode } = c.req.valid("json");
  const before = await recrawlOf(services, platform);
  await Promise.all(services.ledgers(platform).map((ledger) => ledger.setRecrawl(mode)));
  audit(c, {
    action: "recrawl.update",
    record: `platform:${platform}`,
    before: { mode: before.mode },
    after: { mode },
  });
  return ok(c, await recrawlOf(services, platform));
});
