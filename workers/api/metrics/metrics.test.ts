import { expect, test } from "vitest";
import type { MetricName } from "../../../shared/contracts/metrics.ts";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { testApi } from "../../../tests/edge/api/test-api.ts";
import type { HistoryQuery } from "../../metrics/read-history.ts";

interface Listed {
  at: number;
  items: { name: MetricName; has_history: boolean; samples: { labels: object; value: number }[] }[];
}

test("the list has every metric, with its samples", async () => {
  const { call } = testApi();
  const { data, status } = await call<Listed>("GET", "/metrics");
  expect(status).toBe(200);
  const requests = data.items.find(({ name }) => name === "jobdata_requests_total");
  expect(requests).toMatchObject({
    has_history: true,
    samples: [{ labels: { platform: "boss", outcome: "ok" }, value: 48_210 }],
  });
  expect(data.items.find(({ name }) => name === "jobdata_node_up")).toMatchObject({
    has_history: false,
    samples: [],
  });
});

test("Prometheus gets the text format at /metrics, with a key of the scope and with no other", async () => {
  const { app, token } = testApi();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await app.request("/metrics", { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(await answer.text()).toBe(
    [
      "# HELP jobdata_breaker_open 1 while the circuit breaker of the platform is open or half-open",
      "# TYPE jobdata_breaker_open gauge",
      'jobdata_breaker_open{platform="boss"} 1',
      "# HELP jobdata_requests_total Answered requests to the platform, from the edge and all nodes, by outcome",
      "# TYPE jobdata_requests_total counter",
      'jobdata_requests_total{outcome="ok",platform="boss"} 48210',
      "",
    ].join("\n"),
  );
  expect((await app.request("/metrics")).status).toBe(401);
  expect((await app.request("/metrics", { headers: { authorization: "Bearer wrong" } })).status).toBe(401);
  expect((await app.request("/metrics", { method: "POST", headers })).status).toBe(405);
  const limited = (scopes: string[]) =>
    testApi({}, { principal: { ...SUPERUSER, keyId: "key", scopes: new Set(scopes) as never } });
  expect((await limited(["metrics:read"]).app.request("/metrics", { headers })).status).toBe(200);
  expect((await limited(["read", "tasks:read"]).app.request("/metrics", { headers })).status).toBe(403);
});

test("the history checks name, labels, span and step before ClickHouse is asked", async () => {
  const asked: HistoryQuery[] = [];
  const base = testApi();
  const { call } = testApi({
    metrics: {
      ...base.services.metrics,
      history: async (query) => {
        asked.push(query);
        return base.services.metrics.history(query);
      },
    },
  });
  const day = 86_400_000;
  const refused = [
    "",
    "?name=jobdata_none",
    "?name=__proto__",
    "?name=jobdata_node_up",
    "?name=jobdata_keywords&labels=node:a",
    "?name=jobdata_keywords&labels=__proto__:a",
    "?name=jobdata_keywords&labels=platform",
    `?name=jobdata_keywords&labels=platform:${"x".repeat(201)}`,
    "?name=jobdata_keywords&from=5&to=5",
    `?name=jobdata_keywords&from=0&to=${91 * day}`,
    `?name=jobdata_keywords&from=0&to=${90 * day}&step=300`,
    "?name=jobdata_keywords&step=299",
    "?name=jobdata_keywords&from=x",
  ];
  for (const query of refused) {
    const { status, code } = await call("GET", `/metrics/history${query}`);
    expect([query, status, code]).toEqual([query, 422, "validation_failed"]);
  }
  expect(asked).toEqual([]);
  const good = "?name=jobdata_keywords&labels=platform:boss,state:done&from=0&to=86400000";
  expect((await call("GET", `/metrics/history${good}`)).status).toBe(200);
  await call("GET", `/metrics/history?name=jobdata_keywords&from=0&to=${90 * day}`);
  expect(asked).toEqual([
    {
      name: "jobdata_keywords",
      labels: { platform: "boss", state: "done" },
      from: 0,
      to: day,
      stepMs: 300_000,
    },
    { name: "jobdata_keywords", labels: {}, from: 0, to: 90 * day, stepMs: 26_100_000 },
  ]);
});
