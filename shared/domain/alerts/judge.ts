/**
 * Judges alert rules over the samples of one moment. A condition must hold for the rule's whole window: what earlier
 * evaluations saw is given as the series that are watched.
 */
import {
  type AlertCondition,
  type AlertTest,
  type Comparison,
  MAX_OPEN,
  MAX_OPEN_PER_RULE,
  MIN_ERROR_WINDOW_S,
  type Resolution,
} from "../../contracts/alert.ts";
import { metricOf, type Sample } from "../../contracts/metrics.ts";
import { hasLabels, seriesOf } from "./series.ts";

export interface JudgedRule extends AlertTest {
  id: string;
}

/** A series whose condition holds, but not yet for the whole window. */
export interface WatchedSeries {
  ruleId: string;
  series: string;
  condition: AlertCondition;
  /** The evaluation that saw it first, Unix ms. */
  since: number;
}

export interface OpenAlert {
  id: string;
  ruleId: string;
  series: string;
  condition: AlertCondition;
}

/** What is true of a series now. */
export interface Finding {
  ruleId: string;
  series: string;
  labels: Sample["labels"];
  condition: AlertCondition;
  /** Null when there is none, or none that is a number. */
  value: number | null;
  since: number;
}

export interface Judgement {
  begun: Finding[];
  /** Open alerts whose condition is another one now. */
  changed: { alert: OpenAlert; finding: Finding }[];
  resolved: { alert: OpenAlert; why: Resolution; value: number | null }[];
  /** All series that are to be watched until the next evaluation. */
  watched: WatchedSeries[];
  /** Findings that were not stored, because there are too many open alerts, by rule. */
  dropped: Record<string, number>;
}

export interface Judged {
  /** Rules that are on. */
  rules: readonly JudgedRule[];
  samples: readonly Sample[];
  open: readonly OpenAlert[];
  watched: readonly WatchedSeries[];
  /** Earlier evaluations are too long ago to say what was true in between. */
  gap: boolean;
  now: number;
}

const compare: Record<Comparison, (value: number, threshold: number) => boolean> = {
  gt: (value, threshold) => value > threshold,
  gte: (value, threshold) => value >= threshold,
  lt: (value, threshold) => value < threshold,
  lte: (value, threshold) => value <= threshold,
};

const NO_LABELS = seriesOf({});

const keyOf = ({ ruleId, series }: { ruleId: string; series: string }) => `${ruleId} ${series}`;

/** True when the value meets the rule's condition. */
export const meets = (
  { comparison, threshold }: Pick<AlertTest, "comparison" | "threshold">,
  value: number,
): boolean => compare[comparison](value, threshold);

/** The samples that a rule is about. */
export const samplesOf = (rule: Pick<AlertTest, "metric" | "labels">, samples: readonly Sample[]): Sample[] =>
  samples.filter((sample) => sample.name === rule.metric && hasLabels(sample, rule.labels));

/** The parts of the reading that did not answer. */
const failedParts = (samples: readonly Sample[]): Set<string> =>
  new Set(
    samples
      .filter(({ name, value }) => name === "jobdata_scrape_errors" && value > 0)
      .map(({ labels }) => labels.part ?? ""),
  );

export function judgeAlerts({ rules, samples, open, watched, gap, now }: Judged): Judgement {
  const byMetric = Map.groupBy(samples, ({ name }) => name);
  const failed = failedParts(samples);
  const openByKey = new Map(open.map((alert) => [keyOf(alert), alert]));
  const watchedByKey = new Map(watched.map((series) => [keyOf(series), series]));
  const openOfRule = Map.groupBy(open, ({ ruleId }) => ruleId);
  const result: Judgement = { begun: [], changed: [], resolved: [], watched: [], dropped: {} };
  let openNow = open.length;

  for (const rule of rules) {
    const known = openOfRule.get(rule.id) ?? [];
    let count = known.length;

    const consider = (seen: Omit<Finding, "since" | "ruleId">, windowS: number): void => {
      const key = keyOf({ ruleId: rule.id, series: seen.series });
      const alert = openByKey.get(key);
      if (alert?.condition === seen.condition) return;
      const before = watchedByKey.get(key);
      const since = !gap && before?.condition === seen.condition ? before.since : now;
      const finding = { ...seen, ruleId: rule.id, since };
      const drop = () => {
        result.dropped[rule.id] = (result.dropped[rule.id] ?? 0) + 1;
      };
      if (now - since < windowS * 1000) {
        if (result.watched.length < MAX_OPEN) result.watched.push(finding);
        else drop();
      } else if (alert) result.changed.push({ alert, finding });
      else if (count < MAX_OPEN_PER_RULE && openNow < MAX_OPEN) {
        count += 1;
        openNow += 1;
        result.begun.push(finding);
      } else drop();
    };

    if (failed.has(metricOf(rule.metric).part)) {
      // Nothing is known, so that nothing that is open ends.
      const missing = { series: NO_LABELS, labels: {}, value: null };
      consider({ ...missing, condition: "error" }, Math.max(rule.windowS, MIN_ERROR_WINDOW_S));
      continue;
    }
    const ofMetric = byMetric.get(rule.metric) ?? [];
    const found = new Map(
      samplesOf(rule, ofMetric).map(({ labels, value }) => [seriesOf(labels), { labels, value }]),
    );
    for (const [series, { labels, value }] of found)
      if (meets(rule, value)) consider({ series, labels, condition: "firing", value }, rule.windowS);
    const isMissing = found.size === 0 && rule.noData === "alert";
    if (isMissing)
      consider({ series: NO_LABELS, labels: {}, condition: "no_data", value: null }, rule.windowS);

    for (const alert of known) {
      const sample = found.get(alert.series);
      const end = (why: Resolution, value: number | null) => result.resolved.push({ alert, why, value });
      if (sample) {
        if (!meets(rule, sample.value)) end("condition_over", sample.value);
      } else if (alert.condition !== "firing") {
        if (!isMissing) end("condition_over", null);
      } else if (ofMetric.length > 0) end("series_gone", null);
      else if (rule.noData === "ok") end("condition_over", null);
    }
  }

  const isOn = new Set(rules.map(({ id }) => id));
  for (const alert of open)
    if (!isOn.has(alert.ruleId)) result.resolved.push({ alert, why: "rule_off", value: null });
  return result;
}
