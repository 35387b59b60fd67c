import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { callerOf, GivenPassword } from "./auth-view.ts";

const route = createRoute({
  operationId: "beginTwoFactor",
  method: "post",
  path: "/api/v1/auth/two-factor",
  tags: ["account"],
  summary: "Begin to use an authenticator app; it counts once a code was confirmed",
  request: {
    body: jsonBody(z.strictObject({ password: GivenPassword }), { password: "correct horse battery staple" }),
  },
  responses: {
    200: okResponse(
      "Shown once",
      z.object({
        uri: z.string().describe("otpauth:// address, for the QR code"),
        backup_codes: z.array(z.string()).describe("Each works once"),
      }),
      {
        uri: "otpauth://totp/JobData:lin.operator@example.com?secret=JBSWY3DPEHPK3PXP&issuer=JobData",
        backup_codes: ["k3Vn7-Qx2Lp", "f9Rt4-Wm6Zc"],
      },
    ),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const beginTwoFactor = operation("person", route, async (c) => {
  const { userId: id, username } = principalOf(c);
  audit(c, { action: "two-factor.begin", record: `user:${id}` });
  const { uri, backupCodes } = await c
    .get("services")
    .identity.auth.beginTwoFactor({ id, username }, c.req.valid("json").password, callerOf(c));
  return ok(c, { uri, backup_codes: backupCodes });
});
