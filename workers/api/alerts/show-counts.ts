import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

const count = z.number().int();
const Counts = z.object({
  firing: count,
  no_data: count,
  error: count,
  acknowledged: count,
  dropped: count.describe("Findings that are not stored, because there are too many open alerts"),
});

const route = createRoute({
  operationId: "showAlertCounts",
  method: "get",
  path: "/api/v1/alerts/counts",
  tags: ["alerts"],
  summary: "Count the open alerts by state",
  responses: {
    200: okResponse("Counts", Counts, { firing: 2, no_data: 0, error: 0, acknowledged: 1, dropped: 0 }),
    ...errorResponses(),
  },
});

export const showAlertCounts = operation("alerts:read", route, async (c) => {
  const { alerts } = c.get("services").alerts;
  const [counts, state] = await Promise.all([alerts.counts(), alerts.state()]);
  const dropped = Object.values(state.dropped).reduce((sum, number) => sum + number, 0);
  const { firing = 0, no_data = 0, error = 0, acknowledged = 0 } = counts;
  return ok(c, { firing, no_data, error, acknowledged, dropped });
});
