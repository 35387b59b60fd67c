import { createRoute, z } from "@hono/zod-openapi";
import { MAX_LINK_HOURS } from "../../../shared/contracts/exports.ts";
import { Instant, ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { checkHasFile, checkMaySee, findExport } from "./export-view.ts";

const Link = z.object({
  url: z.string().describe("Whoever has it can download the file, without signing in; shown once"),
  expires_at: Instant,
});

const route = createRoute({
  operationId: "linkExport",
  method: "post",
  path: "/api/v1/exports/{id}/link",
  tags: ["exports"],
  summary: "Make a link to the file that expires, in place of the one before",
  description:
    "The link ends with the file, when it is revoked, and when whoever made it may no longer read the file.",
  request: {
    params: IdParam,
    body: jsonBody(z.strictObject({ hours: z.number().int().min(1).max(MAX_LINK_HOURS).default(24) }), {
      hours: 24,
    }),
  },
  responses: {
    200: okResponse("Made", Link, {
      url: "https://jobdata.pages.dev/api/v1/export-files?token=Zk3…",
      expires_at: EXAMPLE_NOW + 86_400_000,
    }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const linkExport = operation("exports:write", route, async (c) => {
  const { exports, config } = c.get("services");
  const principal = principalOf(c);
  const record = await findExport(c, c.req.valid("param").id);
  checkMaySee(record, principal.seesRecruiters);
  checkHasFile(record);
  const { hours } = c.req.valid("json");
  const { token, expiresAt } = await exports.makeLink(record, principal.userId, hours);
  audit(c, { action: "export.link", record: `export:${record.id}`, after: { expires_at: expiresAt } });
  return ok(c, {
    url: `${config.PUBLIC_URL}/api/v1/export-files?token=${token}`,
    expires_at: expiresAt,
  });
});
