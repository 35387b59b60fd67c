/** A message about alerts, before a channel gives it its form. */
import {
  type AlertCondition,
  type AlertSeverity,
  COMPARISON_SIGNS,
  type Comparison,
  MAX_NAMED,
  type MessageLanguage,
} from "../../contracts/alert.ts";
import { type MetricName, metricOf } from "../../contracts/metrics.ts";
import { builtInRule } from "./built-in-rules.ts";

/** What a message tells about one alert; it is stored as JSON until it is sent. */
export interface NoticeItem {
  alert_id: string;
  event: AlertCondition | "resolved";
  rule: string;
  built_in: string | null;
  severity: AlertSeverity;
  metric: MetricName;
  labels: Record<string, string>;
  value: number | null;
  comparison: Comparison;
  threshold: number;
  window_s: number;
  /** Unix ms. */
  at: number;
}

export interface NoticeLine {
  event: NoticeItem["event"];
  severity: AlertSeverity;
  /** Plain text of one line, without markup; a channel escapes it. */
  text: string;
}

export interface Notice {
  /** The same at each try. */
  id: string;
  title: string;
  lines: NoticeLine[];
  /** Says how many alerts have no line; null when all have one. */
  more: string | null;
  link: { text: string; url: string };
  type: "alerts" | "stats_report" | "test";
  /** What a webhook gets beside the title. */
  data: Record<string, unknown>;
  /** For mail, where a notice has more than lines. */
  html?: string;
  at: number;
}

const WORDS = {
  en: {
    event: { firing: "Firing", no_data: "No data", error: "Error", resolved: "Resolved" },
    severity: { critical: "critical", warning: "warning", info: "info" },
    title: (begun: number, ended: number) =>
      [begun && `${begun} firing`, ended && `${ended} resolved`].filter(Boolean).join(", "),
    more: (count: number) => `and ${count} more`,
    link: "Open the alerts",
    now: "now",
    test: (by: string) => `This is a test message, sent by ${by}. Alerts arrive here.`,
    testTitle: "test message",
  },
  zh: {
    event: { firing: "告警", no_data: "无数据", error: "错误", resolved: "已恢复" },
    severity: { critical: "严重", warning: "警告", info: "提示" },
    title: (begun: number, ended: number) =>
      [begun && `${begun} 条告警`, ended && `${ended} 条恢复`].filter(Boolean).join("，"),
    more: (count: number) => `另有 ${count} 条`,
    link: "查看告警",
    now: "当前",
    test: (by: string) => `这是由 ${by} 发送的测试消息，告警将发送到这里。`,
    testTitle: "测试消息",
  },
} as const;

/** Control characters and the marks that turn text round would let a label forge other lines. */
const UNSAFE = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;
const plain = (text: string): string => text.replace(UNSAFE, " ").slice(0, 200).toWellFormed();

const two = (value: number): string => String(Number(value.toFixed(2)));

/** A value in the unit of its metric, the same in both languages. */
export function valueText(metric: MetricName, value: number): string {
  switch (metricOf(metric)?.unit) {
    case "ratio":
      return `${two(value * 100)} %`;
    case "seconds":
      return value >= 3600
        ? `${two(value / 3600)} h`
        : value >= 60
          ? `${two(value / 60)} min`
          : `${two(value)} s`;
    case "bytes":
      return `${two(value / 1024 ** 2)} MiB`;
    default:
      return two(value);
  }
}

/** The name of a rule in a language: built-in ones that were not renamed have two. */
export function ruleName(rule: { name: string; builtIn: string | null }, language: MessageLanguage): string {
  const known = builtInRule(rule.builtIn);
  return known && rule.name === known.en ? known[language] : rule.name;
}

function lineOf(item: NoticeItem, language: MessageLanguage): NoticeLine {
  const words = WORDS[language];
  const name = plain(ruleName({ name: item.rule, builtIn: item.built_in }, language));
  const labels = Object.values(item.labels).map(plain).join(" · ");
  const limit = `${COMPARISON_SIGNS[item.comparison]} ${valueText(item.metric, item.threshold)}`;
  const value =
    item.value === null
      ? ""
      : item.event === "resolved"
        ? ` ${words.now} ${valueText(item.metric, item.value)}`
        : ` ${valueText(item.metric, item.value)} (${limit})`;
  const head = `[${words.event[item.event]} · ${words.severity[item.severity]}] ${name}`;
  return {
    event: item.event,
    severity: item.severity,
    text: `${head}${labels && ` – ${labels}`}${value && `:${value}`}`,
  };
}

/** @param counts all alerts of the message, of which `items` are the first */
export function composeNotice(
  { id, items, count, at }: { id: string; items: NoticeItem[]; count: number; at: number },
  language: MessageLanguage,
  publicUrl: string,
): Notice {
  const words = WORDS[language];
  const named = items.slice(0, MAX_NAMED);
  const ended = items.filter(({ event }) => event === "resolved").length;
  // Only the named ones are known by kind; those beyond count as what most of them are.
  const beyond = count - items.length;
  const most = ended > items.length / 2;
  const title = words.title(items.length - ended + (most ? 0 : beyond), ended + (most ? beyond : 0));
  return {
    id,
    title: `JobData: ${title}`,
    lines: named.map((item) => lineOf(item, language)),
    more: count > named.length ? words.more(count - named.length) : null,
    link: { text: words.link, url: `${publicUrl}/alerts` },
    type: "alerts",
    data: { count, alerts: named },
    at,
  };
}

/** A message by which a person tries a channel. */
export function testNotice(
  { id, at, by }: { id: string; at: number; by: string },
  language: MessageLanguage,
  publicUrl: string,
): Notice {
  const { test, testTitle, link } = WORDS[language];
  return {
    id,
    type: "test",
    title: `JobData: ${testTitle}`,
    lines: [{ event: "resolved", severity: "info", text: test(plain(by)) }],
    more: null,
    link: { text: link, url: `${publicUrl}/alerts` },
    data: {},
    at,
  };
}
