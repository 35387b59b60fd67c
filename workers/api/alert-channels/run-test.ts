import { createRoute, z } from "@hono/zod-openapi";
import { testNotice } from "../../../shared/domain/alerts/notice.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";

const Tested = z.object({
  delivered: z.boolean().describe("The service took the message"),
  error: z.string().nullable(),
});

const route = createRoute({
  operationId: "testAlertChannel",
  method: "post",
  path: "/api/v1/alert-channels/{id}/test",
  tags: ["alerts"],
  summary: "Send a test message and tell what came back",
  request: { params: IdParam },
  responses: {
    200: okResponse("What came back", Tested, { delivered: false, error: "the target answered 503" }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const testAlertChannel = operation("alerts:write", route, async (c) => {
  const { alerts, clock, config } = c.get("services");
  const channel = await alerts.channels.get(c.req.valid("param").id);
  assertNotDeleted(`channel ${channel.name}`, channel);
  const id = crypto.randomUUID();
  const by = principalOf(c).username;
  const error = await alerts.sendTo(channel, (language) =>
    testNotice({ id, at: clock.now(), by }, language, config.PUBLIC_URL),
  );
  audit(c, { action: "alert-channel.test", record: `alert-channel:${channel.id}`, after: { error } });
  return ok(c, { delivered: error === null, error });
});
