import { createRoute, z } from "@hono/zod-openapi";
import { TEXT_FORMAT, textFormat } from "../../metrics/text-format.ts";
import { errorResponses } from "../http/error-responses.ts";
import { METRICS_PATH, METRICS_TEXT_PATH } from "../http/metrics-path.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "showMetricsText",
  method: "get",
  path: METRICS_TEXT_PATH,
  tags: ["metrics"],
  summary: `Every metric in the text format of Prometheus, also at ${METRICS_PATH}; send an API key with metrics:read`,
  responses: {
    200: {
      description: "Text format 0.0.4",
      content: {
        "text/plain": {
          schema: z.string(),
          example:
            '# HELP jobdata_breaker_open 1 while the circuit breaker of the platform is open or half-open\n# TYPE jobdata_breaker_open gauge\njobdata_breaker_open{platform="boss"} 0\n',
        },
      },
    },
    ...errorResponses(),
  },
});

export const showMetricsText = operation(
  "metrics:read",
  route,
  async (c) => {
    const { samples } = await c.get("services").metrics.now();
    return c.body(textFormat(samples), 200, { "content-type": TEXT_FORMAT }) as never;
  },
  { machine: true },
);
