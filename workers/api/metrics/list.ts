import { createRoute } from "@hono/zod-openapi";
import { METRIC_NAMES, type MetricName, metricOf } from "../../../shared/contracts/metrics.ts";
import { Instant, ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { exampleMetric } from "./examples.ts";
import { MetricView } from "./metric-view.ts";

const route = createRoute({
  operationId: "listMetrics",
  method: "get",
  path: "/api/v1/metrics",
  tags: ["metrics"],
  summary: "Every metric, with its present value for each of its series",
  request: { query: WholeListQuery },
  responses: {
    200: okResponse(
      "All metrics",
      pageOf(MetricView).extend({ at: Instant.describe("When they were read") }),
      {
        items: [exampleMetric],
        next_cursor: null,
        at: EXAMPLE_NOW,
      },
    ),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("metrics", (name: MetricName) => name);

export const listMetrics = operation("metrics:read", route, async (c) => {
  const page = list.page(METRIC_NAMES, c.req.valid("query"));
  const { at, samples } = await c.get("services").metrics.now();
  const items = page.items.map((name) => {
    const { type, unit, labels, live, en, zh } = metricOf(name);
    return {
      name,
      type,
      unit,
      labels: [...labels],
      has_history: !live,
      help: { en, zh },
      samples: samples
        .filter((one) => one.name === name)
        .map((one) => ({ labels: one.labels, value: one.value })),
    };
  });
  return ok(c, { ...page, items, at });
});
