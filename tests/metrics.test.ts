/** Monitoring from outside: a real Prometheus scrapes the running system, and a server that speaks Sentry gets its errors. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MetricName, metricOf } from "../shared/contracts/metrics.ts";
import { hasPrometheus, INSTALL_HINT, promtoolCheck, startPrometheus } from "./support/prometheus.ts";
import { type System, startSystem } from "./support/system.ts";
import { until } from "./support/until.ts";
import { batchMaker } from "./support/upload-load.ts";

/** Bodies that came to the server in Sentry's place. */
const envelopes: string[] = [];
const sentry = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    envelopes.push(Buffer.concat(chunks).toString("utf8"));
    response.end("{}");
  });
});
let system: System;
let origin: URL;
beforeAll(async () => {
  await new Promise<void>((resolve) => sentry.listen(0, "127.0.0.1", resolve));
  const { port } = sentry.address() as AddressInfo;
  system = await startSystem({ vars: { SENTRY_DSN: `http://publickey@127.0.0.1:${port}/7` } });
  origin = (await system.harness.listen()).url;
});
afterAll(async () => {
  await system?.close();
  await new Promise((resolve) => sentry.close(resolve));
});

interface Listed {
  items: { name: string; samples: { labels: Record<string, string>; value: number }[] }[];
}
interface History {
  series: { labels: Record<string, string>; points: [number, number][] }[];
}

test("what the system does stands in the metrics, now and over time", async () => {
  const maker = batchMaker(3, 20);
  await system.api("/universal/data/batch-store", { body: JSON.parse(maker.body("metrics")) as unknown });
  // The tick makes the rows of the schedules.
  await system.tick();
  await system.api("/schedules/store-metrics/run", { method: "POST" });
  const labels = "labels=platform:qcwy,result:inserted";
  const rows = await system.api<Listed>("/metrics");
  const inserted = rows.items.find(({ name }) => name === "jobdata_ingest_rows_total");
  expect(inserted?.samples).toContainEqual({ labels: { platform: "qcwy", result: "inserted" }, value: 20 });
  const up = rows.items.find(({ name }) => name === "jobdata_dependency_up");
  expect(up?.samples).toContainEqual({ labels: { dependency: "clickhouse" }, value: 1 });
  const { series } = await system.api<History>("/metrics/history?name=jobdata_dependency_up");
  expect(series.map(({ labels, points: [first] }) => [labels.dependency, first?.[1]])).toEqual([
    ["clickhouse", 1],
    ["d1", 1],
    ["r2", 1],
  ]);
  // A rate needs two readings.
  expect(
    (await system.api<History>(`/metrics/history?name=jobdata_ingest_rows_total&${labels}`)).series,
  ).toEqual([]);
});

test("Prometheus scrapes /metrics with an API key, and evaluates every query of the Grafana dashboard", async () => {
  const answer = await fetch(new URL("/metrics", origin), {
    headers: { authorization: `Bearer ${system.apiKey}` },
  });
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text).toContain('jobdata_breaker_open{platform="qcwy"} 0\n');
  expect(text).not.toMatch(/jobdata_scrape_errors\{[^}]*\} 1/);
  if (!(await hasPrometheus())) {
    console.warn(`${INSTALL_HINT}: the scrape by a real one was not tried`);
    return;
  }
  expect(await promtoolCheck(text)).toEqual({ code: 0, output: "" });
  const prometheus = await startPrometheus([
    { name: "jobdata", target: origin.host, apiKey: system.apiKey },
    { name: "wrong-key", target: origin.host, apiKey: "jd_wrong" },
  ]);
  try {
    const numberOf = async (query: string) => (await prometheus.query(query))[0]?.value[1];
    await until(
      "two scrapes",
      async () => (await numberOf('count_over_time(up{job="jobdata"}[1m]) >= 2')) !== undefined,
    );
    expect(await numberOf('up{job="jobdata"}')).toBe("1");
    expect(await numberOf('up{job="wrong-key"}')).toBe("0");
    expect(await numberOf('count(jobdata_breaker_open{job="jobdata"})')).toBe("3");
    // Every sample of a scrape is stored. One query looks at one scrape, whatever series the next one has.
    const OWN = '{job="jobdata",__name__=~"jobdata_.+"}';
    const scraped = 'scrape_samples_scraped{job="jobdata"}';
    expect(await numberOf(`${scraped} == on () count(${OWN})`)).toBe(await numberOf(`${scraped} > 0`));
    // Sparse metrics come and go between the test's own read and a scrape; each of the others is stored under its name.
    const isSteady = (name: string) => metricOf(name as MetricName).sparse !== true;
    const read = [...new Set(text.match(/^jobdata_\w+/gm))].filter(isSteady);
    const stored = await prometheus.query(`count by (__name__) (last_over_time(${OWN}[1m]))`);
    expect(read.length).toBeGreaterThan(30);
    expect(stored.map(({ metric }) => metric.__name__)).toEqual(expect.arrayContaining(read));
    const metadata = await prometheus.ask<Record<string, { type: string }[]>>(
      "metadata?metric=jobdata_requests_total",
    );
    expect(metadata.jobdata_requests_total?.[0]?.type).toBe("counter");
    const { panels } = JSON.parse(readFileSync("docs/grafana.json", "utf8")) as {
      panels: { targets?: { expr: string }[] }[];
    };
    for (const { expr } of panels.flatMap(({ targets = [] }) => targets))
      await prometheus.query(expr.replaceAll("$platform", ".*"));
  } finally {
    await prometheus.close();
  }
});

test("an error of a request arrives at Sentry while its answer is the usual one", async () => {
  await system.clickhouse.control({ down: "cut" });
  const answer = await fetch(new URL("/api/v1/jobs?text=secretword", origin), {
    headers: { authorization: `Bearer ${system.apiKey}` },
  });
  expect(answer.status).toBe(503);
  await until("the envelope", async () => envelopes.some((body) => body.includes("request failed")));
  const all = envelopes.join("\n");
  expect(all).toContain('"environment":"local"');
  for (const hidden of ["secretword", system.apiKey, "system-test-password"])
    expect(all).not.toContain(hidden);
});
