import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation, principalOf } from "../http/context.ts";
import { body, callerOf, GivenPassword } from "./auth-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/auth/two-factor",
  tags: ["account"],
  summary: "Begin to use an authenticator app; it counts once a code was confirmed",
  request: { body: body(z.strictObject({ password: GivenPassword })) },
  responses: {
    200: answer(
      "Shown once",
      z.object({
        uri: z.string().describe("otpauth:// address, for the QR code"),
        backup_codes: z.array(z.string()).describe("Each works once"),
      }),
    ),
    ...errors(400, 413, 415, 422),
  },
});

export const beginTwoFactor = operation("person", route, async (c) => {
  const { userId, username } = principalOf(c);
  const { uri, backupCodes } = await c
    .get("services")
    .people.auth.beginTwoFactor(username, c.req.valid("json").password, callerOf(c));
  audit(c, { action: "two-factor.begin", record: `user:${userId}` });
  return ok(c, { uri, backup_codes: backupCodes });
});
