import { createRoute, z } from "@hono/zod-openapi";
import { meets, samplesOf } from "../../../shared/domain/alerts/judge.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { checkLabels, ruleDefaults, testFields } from "./rule-view.ts";

/** Series that a preview names; those that would fire come first. */
const MAX_SERIES = 50;

const Preview = z.object({
  series: z.number().int().describe("Series that the rule looks at now"),
  firing: z.number().int().describe("Of these, how many meet the condition now"),
  items: z.array(
    z.object({ labels: z.record(z.string(), z.string()), value: z.number(), firing: z.boolean() }),
  ),
});

const route = createRoute({
  operationId: "previewAlertRule",
  method: "post",
  path: "/api/v1/alert-rules/preview",
  tags: ["alerts"],
  summary: "Tell what a rule would say now; nothing is stored",
  request: {
    body: jsonBody(z.strictObject({ ...testFields, ...ruleDefaults }), {
      metric: "jobdata_dead_letters",
      comparison: "gt",
      threshold: 0,
    }),
  },
  responses: {
    200: okResponse("The series as they are now", Preview, {
      series: 2,
      firing: 1,
      items: [
        { labels: { kind: "push" }, value: 3, firing: true },
        { labels: { kind: "ingest" }, value: 0, firing: false },
      ],
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const previewAlertRule = operation("alerts:write", route, async (c) => {
  const body = c.req.valid("json");
  checkLabels(body.metric, body.labels);
  const items = samplesOf(body, await c.get("services").alerts.samples())
    .map(({ labels, value }) => ({
      labels: labels as Record<string, string>,
      value,
      firing: meets(body, value),
    }))
    .sort((a, b) => Number(b.firing) - Number(a.firing));
  const firing = items.filter((item) => item.firing).length;
  return ok(c, { series: items.length, firing, items: items.slice(0, MAX_SERIES) });
});
