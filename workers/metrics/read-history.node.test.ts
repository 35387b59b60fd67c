/** The history in the real engine, against values worked out by hand. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MetricLabel } from "../../shared/contracts/metrics/metric.ts";
import type { MetricName, Sample } from "../../shared/contracts/metrics.ts";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { askSoon } from "../clickhouse/ask.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { labelsOf, MAX_VALUES, readHistory } from "./read-history.ts";
import { labelsText } from "./series.ts";

let ch: ScratchClickHouse;
const STEP = 5 * MINUTE_MS;
const START = Math.floor((Date.now() - DAY_MS) / STEP) * STEP;
const HOSTILE = 'a",platform="boss",\\ \n%_\'{x:String}';

const line = (
  name: MetricName,
  labels: Partial<Record<MetricLabel, string>>,
  step: number,
  value: number,
): string => JSON.stringify({ name, labels: labelsText(labels), at: START + step * STEP, value });

const history = (name: MetricName, labels: Sample["labels"] = {}, { from = 0, to = 100, steps = 1 } = {}) =>
  readHistory(askSoon(clickHouseClient(ch.config)), {
    name,
    labels,
    from: START + from * STEP,
    to: START + to * STEP,
    stepMs: steps * STEP,
  });

const points = (values: [step: number, value: number][]) =>
  values.map(([step, value]) => [START + step * STEP, value]);

beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  const client = clickHouseClient(ch.config);
  const gauge = [
    ...[10, 20, 30, 50].map((value, step) =>
      line("jobdata_keywords_ready", { platform: "boss" }, step, value),
    ),
    line("jobdata_keywords_ready", { platform: "qcwy" }, 1, 7),
    line("jobdata_node_up", { node: HOSTILE }, 0, 1),
    line("jobdata_node_up", { node: "a" }, 0, 0),
  ];
  // It counts 300 and 600 in five minutes each, is reset and counts 150 from 0; step 4 is missing.
  const counter = [100, 400, 1000, 150].map((value, step) =>
    line("jobdata_crawl_pages_total", { platform: "boss" }, step, value),
  );
  const after = line("jobdata_crawl_pages_total", { platform: "boss" }, 5, 750);
  for (const token of ["a", "a", "b"])
    await insertLines(client, "metric_samples", [...gauge, ...counter, after], token);
});
afterAll(() => ch.remove());

test("a gauge is the mean of each step, and a reading that was stored twice counts once", async () => {
  expect(await history("jobdata_keywords_ready", {}, { steps: 2 })).toEqual({
    name: "jobdata_keywords_ready",
    type: "gauge",
    unit: "count",
    step_s: 600,
    series: [
      {
        labels: { platform: "boss" },
        points: points([
          [0, 15],
          [2, 40],
        ]),
      },
      { labels: { platform: "qcwy" }, points: points([[0, 7]]) },
    ],
    truncated: false,
  });
});

test("a counter is its rate, also over a reset, a gap and the edge of the span", async () => {
  const { series, unit } = await history("jobdata_crawl_pages_total");
  expect(unit).toBe("per_second");
  expect(series).toEqual([
    {
      labels: { platform: "boss" },
      points: points([
        [1, 1],
        [2, 2],
        [3, 0.5],
        [5, 1],
      ]),
    },
  ]);
  const later = await history("jobdata_crawl_pages_total", {}, { from: 2 });
  expect(later.series[0]?.points[0]).toEqual([START + 2 * STEP, 2]);
  const wide = await history("jobdata_crawl_pages_total", {}, { steps: 4 });
  // Steps 1 to 3 grew by 1,050 in 15 minutes.
  expect(wide.series[0]?.points[0]).toEqual([START, 1050 / 900]);
});

test("labels choose series by their exact values, whatever is written in another", async () => {
  expect((await history("jobdata_keywords_ready", { platform: "qcwy" })).series).toHaveLength(1);
  expect((await history("jobdata_keywords_ready", { platform: "bos" })).series).toEqual([]);
  expect((await history("jobdata_node_up", { platform: "boss" })).series).toEqual([]);
  expect((await history("jobdata_node_up", { node: HOSTILE })).series.map(({ labels }) => labels)).toEqual([
    { node: HOSTILE },
  ]);
  expect(labelsOf(labelsText({ node: HOSTILE, state: "" }))).toEqual({ node: HOSTILE, state: "" });
});

test("an answer is bounded and says when it is cut", async () => {
  const lines = Array.from({ length: MAX_VALUES + 5 }, (_, n) =>
    line("jobdata_queue_messages", { queue: `q${n}` }, 0, n),
  );
  await insertLines(clickHouseClient(ch.config), "metric_samples", lines, "many");
  const { series, truncated } = await history("jobdata_queue_messages");
  expect(truncated).toBe(true);
  expect(series.length).toBeLessThanOrEqual(MAX_VALUES + 1);
});
