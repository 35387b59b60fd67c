/** The text format: by its own grammar, by promtool where it is installed, and the Grafana dashboard by the list of metrics. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MONITORING_PAGES, withTable } from "../../local/docs/metrics-table.ts";
import { METRIC_LABELS, METRIC_PARTS } from "../../shared/contracts/metrics/metric.ts";
import { METRIC_NAMES, METRICS, metricOf, type Sample } from "../../shared/contracts/metrics.ts";
import { hasPrometheus, INSTALL_HINT, promtoolCheck } from "../../tests/support/prometheus.ts";
import { textFormat } from "./text-format.ts";

const HOSTILE = 'a"} 1\n# HELP x\\ 节点\u2028';
/** Two series of each metric, with a label value that tries to leave its quotes. */
const samples: Sample[] = METRIC_NAMES.flatMap((name, index) =>
  ["plain", HOSTILE].slice(0, metricOf(name).labels.length === 0 ? 1 : 2).map((value) => ({
    name,
    labels: Object.fromEntries(metricOf(name).labels.map((label) => [label, value])),
    value: index === 0 ? 1.5e300 : index,
  })),
);
const text = textFormat(samples);

test("names and labels follow Prometheus, every metric has a help in both languages, and no other name is used", () => {
  for (const name of METRIC_NAMES) {
    const { type, unit, labels, part, en, zh } = metricOf(name);
    expect(name).toMatch(/^jobdata_[a-z]+(_[a-z]+)*$/);
    expect(name.endsWith("_total"), name).toBe(type === "counter");
    if (unit === "seconds" || unit === "bytes") expect(name.endsWith(`_${unit}`), name).toBe(true);
    if (unit === "ratio") expect(name.endsWith("_ratio"), name).toBe(true);
    expect([...METRIC_PARTS, "self"]).toContain(part);
    for (const label of labels) expect(METRIC_LABELS).toContain(label);
    expect(en.length).toBeGreaterThan(2);
    expect(zh).toMatch(/\p{Script=Han}|CPU/u);
  }
  const used = new Set(METRIC_NAMES.flatMap((name) => metricOf(name).labels));
  expect([...used].sort()).toEqual([...METRIC_LABELS].sort());
});

test("each line is a comment or one sample, and a label's value cannot leave its quotes", () => {
  expect(text.endsWith("\n")).toBe(true);
  const lines = text.slice(0, -1).split("\n");
  const SAMPLE = /^(jobdata_[a-z_]+)(\{([a-z]+="(?:[^"\\\n]|\\["\\n])*",?)+\})? [\d.e+-]+$/;
  const seen: string[] = [];
  for (const line of lines) {
    if (line.startsWith("# ")) {
      expect(line).toMatch(/^# (HELP jobdata_[a-z_]+ \S.*|TYPE jobdata_[a-z_]+ (counter|gauge))$/);
      continue;
    }
    const [, name = ""] = SAMPLE.exec(line) ?? expect.fail(`no sample: ${line}`);
    if (seen.at(-1) !== name) seen.push(name);
  }
  // All lines of a metric stand together.
  expect(seen).toEqual(METRIC_NAMES);
  expect(lines.filter((line) => line.startsWith("# TYPE"))).toHaveLength(METRIC_NAMES.length);
});

test("promtool finds nothing to complain of", async () => {
  if (!(await hasPrometheus())) {
    console.warn(`${INSTALL_HINT}: only the grammar was checked`);
    return;
  }
  expect(await promtoolCheck(text)).toEqual({ code: 0, output: "" });
  expect((await promtoolCheck(`${text}jobdata_tasks{queue="x" 1\n`)).code).not.toBe(0);
});

test("each query of the Grafana dashboard names metrics that exist, with labels that they have", () => {
  const dashboard = JSON.parse(readFileSync("docs/grafana.json", "utf8")) as {
    panels: { title: string; targets?: { expr: string; legendFormat: string }[] }[];
    templating: { list: { query: unknown }[] };
  };
  const queries = dashboard.panels.flatMap(({ targets = [] }) => targets);
  expect(queries.length).toBeGreaterThan(20);
  for (const { expr, legendFormat } of queries) {
    const names = expr.match(/jobdata_[a-z_]+/g) ?? expect.fail(`no metric in ${expr}`);
    for (const name of names) {
      expect(Object.keys(METRICS), expr).toContain(name);
      const labels: readonly string[] = metricOf(name as keyof typeof METRICS).labels;
      const named = [
        ...[...expr.matchAll(/([a-z]+)=~?"/g)].map(([, label]) => label),
        ...[...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label),
        ...[...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list]) => (list ?? "").split(/, */)),
      ];
      for (const label of named) expect(labels, `${expr}: ${label}`).toContain(label);
    }
  }
});

test.each(MONITORING_PAGES)(
  "$path has the metrics of the list; `node local/docs/metrics-table.ts` writes them",
  (page) => {
    const text = readFileSync(page.path, "utf8");
    expect(text).toBe(withTable(page, text));
  },
);
