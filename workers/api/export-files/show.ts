import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { permissionKey } from "../../iam/permissions/principal.ts";
import { FILE_ROUTE, fileResponse, sendFile } from "../exports/file.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "openExportLink",
  method: "get",
  path: "/api/v1/export-files",
  // Tokens may not be guessed: the low limit of sign-in counts here too.
  tags: ["exports", "sign-in"],
  summary: "Download a file by its link, without signing in",
  request: { query: z.strictObject({ token: z.string().regex(/^[\w-]{43}$/, "is not a token of a link") }) },
  responses: { 200: fileResponse, ...errorResponses(404, 422) },
});

/** The link is as good as the rights of whoever made it are now. */
export const openExportLink = operation("public", route, async (c) => {
  const { exports, identity } = c.get("services");
  const record = await exports.findByLink(c.req.valid("query").token);
  const maker = record?.linkBy ? await identity.rightsOf(record.linkBy) : null;
  const may =
    maker !== null &&
    (maker.superuser || maker.permissions.has(permissionKey(FILE_ROUTE.method, FILE_ROUTE.path)));
  if (record?.state !== "done" || !may || (!record.masked && !maker.seesRecruiters))
    throw new ApiError("not_found", "the link is unknown, was revoked, or has expired");
  const response = await sendFile(c, record);
  audit(c, { action: "export.read", record: `export:${record.id}`, actor: `link of ${maker.username}` });
  return response as never;
});
