import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_OPEN_PER_RULE } from "../../contracts/alert.ts";
import type { Sample } from "../../contracts/metrics.ts";
import { type JudgedRule, judgeAlerts, type OpenAlert, type WatchedSeries } from "./judge.ts";
import { seriesOf } from "./series.ts";

const NOW = 1_800_000_000_000;
const rule = (over: Partial<JudgedRule> = {}): JudgedRule => ({
  id: "r1",
  metric: "jobdata_dead_letters",
  labels: {},
  comparison: "gt",
  threshold: 0,
  windowS: 0,
  noData: "keep",
  ...over,
});
const letters = (kind: string, value: number): Sample => ({
  name: "jobdata_dead_letters",
  labels: { kind },
  value,
});
const alert = (over: Partial<OpenAlert> = {}): OpenAlert => ({
  id: "a1",
  ruleId: "r1",
  series: seriesOf({ kind: "push" }),
  condition: "firing",
  ...over,
});
const judge = (over: Partial<Parameters<typeof judgeAlerts>[0]>) =>
  judgeAlerts({ rules: [rule()], samples: [], open: [], watched: [], gap: false, now: NOW, ...over });

test("each series over the threshold is an alert of its own; an open one is not begun again", () => {
  const samples = [letters("push", 3), letters("ingest", 0)];
  const first = judge({ samples });
  expect(first.begun).toMatchObject([{ series: seriesOf({ kind: "push" }), condition: "firing", value: 3 }]);
  expect(judge({ samples, open: [alert()] })).toEqual({
    begun: [],
    changed: [],
    resolved: [],
    watched: [],
    dropped: {},
  });
});

test.each([
  ["gt", 5, false],
  ["gte", 5, true],
  ["lt", 5, false],
  ["lte", 5, true],
] as const)("%s at the threshold", (comparison, value, fires) => {
  const { begun } = judge({ rules: [rule({ comparison, threshold: 5 })], samples: [letters("push", value)] });
  expect(begun).toHaveLength(fires ? 1 : 0);
});

test("labels of the rule choose the samples", () => {
  const samples = [letters("push", 3), letters("ingest", 3)];
  const { begun } = judge({ rules: [rule({ labels: { kind: "ingest" } })], samples });
  expect(begun.map(({ labels }) => labels)).toEqual([{ kind: "ingest" }]);
});

describe("the window", () => {
  const rules = [rule({ windowS: 600 })];
  const samples = [letters("push", 1)];
  const watch = (since: number): WatchedSeries => ({
    ruleId: "r1",
    series: seriesOf({ kind: "push" }),
    condition: "firing",
    since,
  });

  test("a condition is watched until it has held for all of it", () => {
    expect(judge({ rules, samples })).toMatchObject({ begun: [], watched: [watch(NOW)] });
    expect(judge({ rules, samples, watched: [watch(NOW - 599_999)] })).toMatchObject({ begun: [] });
    const whole = judge({ rules, samples, watched: [watch(NOW - 600_000)] });
    expect(whole).toMatchObject({ begun: [{ since: NOW - 600_000 }], watched: [] });
  });

  test("a condition that was over once begins anew", () => {
    const over = judge({ rules, samples: [letters("push", 0)], watched: [watch(NOW - 500_000)] });
    expect(over.watched).toEqual([]);
  });

  test("what nobody looked at does not count", () => {
    const late = judge({ rules, samples, watched: [watch(NOW - 900_000)], gap: true });
    expect(late).toMatchObject({ begun: [], watched: [{ since: NOW }] });
  });
});

describe("an open alert ends", () => {
  test("when its value is back, with that value", () => {
    const { resolved } = judge({ samples: [letters("push", 0)], open: [alert()] });
    expect(resolved).toMatchObject([{ why: "condition_over", value: 0 }]);
  });
  test("when its series is gone and others are there", () => {
    expect(judge({ samples: [letters("ingest", 0)], open: [alert()] }).resolved).toMatchObject([
      { why: "series_gone" },
    ]);
  });
  test("not when the whole metric is missing, unless the rule takes that as fine", () => {
    expect(judge({ open: [alert()] }).resolved).toEqual([]);
    expect(judge({ rules: [rule({ noData: "ok" })], open: [alert()] }).resolved).toHaveLength(1);
  });
  test("when its rule is off", () => {
    expect(judge({ rules: [], open: [alert()] }).resolved).toMatchObject([{ why: "rule_off" }]);
  });
});

test("a metric without samples is an alert where the rule says so, and ends with the first sample", () => {
  const rules = [rule({ noData: "alert" })];
  expect(judge({ rules }).begun).toMatchObject([{ condition: "no_data", series: "{}", value: null }]);
  const open = [alert({ series: "{}", condition: "no_data" })];
  expect(judge({ rules, open })).toMatchObject({ begun: [], resolved: [] });
  expect(judge({ rules, open, samples: [letters("push", 0)] }).resolved).toHaveLength(1);
  expect(judge({}).begun).toEqual([]);
});

test("a part that does not answer is an error after five minutes, and ends nothing", () => {
  const failed: Sample = { name: "jobdata_scrape_errors", labels: { part: "ingest" }, value: 1 };
  const first = judge({ samples: [failed], open: [alert()] });
  expect(first).toMatchObject({ begun: [], resolved: [], watched: [{ condition: "error", series: "{}" }] });
  const watched = first.watched.map((series) => ({ ...series, since: NOW - 300_000 }));
  expect(judge({ samples: [failed], watched }).begun).toMatchObject([{ condition: "error" }]);
  const other: Sample = { name: "jobdata_scrape_errors", labels: { part: "tasks" }, value: 1 };
  expect(judge({ samples: [other] }).watched).toEqual([]);
});

test("what is beyond the limit of a rule is counted, not stored", () => {
  const samples = Array.from({ length: MAX_OPEN_PER_RULE + 7 }, (_, n) => letters(`k${n}`, 1));
  const { begun, dropped } = judge({ samples });
  expect(begun).toHaveLength(MAX_OPEN_PER_RULE);
  expect(dropped).toEqual({ r1: 7 });
});

test("the same samples twice change nothing: what one evaluation says, the next one takes as known", () => {
  const sample = fc.record({ kind: fc.constantFrom("a", "b", "c"), value: fc.integer({ min: -2, max: 2 }) });
  fc.assert(
    fc.property(
      fc.array(sample, { maxLength: 6 }),
      fc.constantFrom("keep", "ok", "alert" as const),
      (rows, noData) => {
        const samples = rows.map(({ kind, value }) => letters(kind, value));
        const rules = [rule({ noData })];
        const { begun } = judge({ rules, samples });
        const open = begun.map(({ ruleId, series, condition }, n) => ({
          id: `a${n}`,
          ruleId,
          series,
          condition,
        }));
        const again = judge({ rules, samples, open });
        expect([again.begun, again.changed, again.resolved]).toEqual([[], [], []]);
      },
    ),
    { numRuns: 200 },
  );
});
