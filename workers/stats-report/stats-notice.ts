/** The stats report as a message: tables for mail, lines for chats, data for webhooks. */
import type { MessageLanguage } from "../../shared/contracts/alert.ts";
import type { PlatformStats, StatsReport } from "../../shared/contracts/stats-report.ts";
import type { Notice } from "../../shared/domain/alerts/notice.ts";
import { htmlLink, htmlPage, htmlText } from "../notify/channels/email.ts";

const WORDS = {
  en: {
    title: "stats report",
    platform: "Platform",
    new_jobs: "New postings",
    jobs: "Postings",
    searches: "Searches crawled",
    requests: "Requests",
    failed: "Failed",
    failing: "Failing searches",
    coverage: "Coverage",
    blocked: "blocked",
    all: "All",
    dead_letters: "Dead letters",
    quarantined_batches: "Quarantined batches",
    waiting_batches: "Batches that wait",
    open_alerts: "Open alerts",
    nodes: "Nodes",
    none: "none",
    table: "Table",
    rows: "Rows",
    size: "Size",
    missing: {
      nothing_stored: "Nothing was stored in this time, so ClickHouse was not asked.",
      clickhouse_away: "ClickHouse did not answer: figures of stored rows are missing.",
    },
    link: "Open the dashboard",
    names: { boss: "Boss Zhipin", qcwy: "51job", zhilian: "Zhilian" },
    states: { online: "online", offline: "offline" } as Record<string, string>,
  },
  zh: {
    title: "统计报告",
    platform: "平台",
    new_jobs: "新增职位",
    jobs: "职位总数",
    searches: "完成的搜索",
    requests: "请求数",
    failed: "失败",
    failing: "失败的搜索",
    coverage: "覆盖率",
    blocked: "被限制",
    all: "合计",
    dead_letters: "死信",
    quarantined_batches: "隔离批次",
    waiting_batches: "等待入库的批次",
    open_alerts: "未恢复告警",
    nodes: "节点",
    none: "无",
    table: "数据表",
    rows: "行数",
    size: "大小",
    missing: {
      nothing_stored: "该时段没有数据入库，因此未查询 ClickHouse。",
      clickhouse_away: "ClickHouse 无应答，缺少入库数据的统计。",
    },
    link: "打开控制台",
    names: { boss: "Boss直聘", qcwy: "前程无忧", zhilian: "智联招聘" },
    states: { online: "在线", offline: "离线" } as Record<string, string>,
  },
} as const;

type Words = (typeof WORDS)[MessageLanguage];

const TIME = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "short",
});
const count = (value: number): string => Math.round(value).toLocaleString("en-US");
const percent = (share: number | null): string => (share === null ? "–" : `${(100 * share).toFixed(1)} %`);
const size = (bytes: number): string =>
  bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

const CELL = "padding:6px 10px;border-bottom:1px solid #f0f0f0;white-space:nowrap";
const cell = (text: string, isNumber: boolean, style = "") =>
  `<td style="${CELL};text-align:${isNumber ? "right" : "left"};${style}">${htmlText(text)}</td>`;
const head = (text: string, isNumber: boolean) =>
  `<th style="${CELL};text-align:${isNumber ? "right" : "left"};color:#8c8c8c;font-weight:normal">${htmlText(text)}</th>`;

/** @param rows the first cell is a name, the others are numbers; `alarm` marks a number as bad */
function htmlTable(heads: readonly string[], rows: readonly { cells: string[]; alarm?: number }[]): string {
  const body = rows.map(({ cells, alarm }) => {
    const row = cells.map((text, at) =>
      cell(text, at > 0, alarm === at ? "color:#cf1322;font-weight:600" : ""),
    );
    return `<tr>${row.join("")}</tr>`;
  });
  return [
    '<div style="overflow-x:auto"><table style="border-collapse:collapse;width:100%;margin:0 0 16px;font-size:13px">',
    `<tr>${heads.map((text, at) => head(text, at > 0)).join("")}</tr>${body.join("")}</table></div>`,
  ].join("");
}

function platformCells(stats: Omit<PlatformStats, "platform">, name: string): string[] {
  return [
    name,
    count(stats.new_jobs),
    count(stats.jobs),
    count(stats.searches),
    count(stats.requests),
    count(stats.failed_requests),
    count(stats.failing),
    percent(stats.coverage),
  ];
}

function totalOf(platforms: readonly PlatformStats[]): Omit<PlatformStats, "platform"> {
  const sum = (of: (stats: PlatformStats) => number) =>
    platforms.reduce((total, stats) => total + of(stats), 0);
  return {
    new_jobs: sum((stats) => stats.new_jobs),
    jobs: sum((stats) => stats.jobs),
    searches: sum((stats) => stats.searches),
    requests: sum((stats) => stats.requests),
    failed_requests: sum((stats) => stats.failed_requests),
    failing: sum((stats) => stats.failing),
    coverage: null,
    breaker_open: false,
  };
}

function factsOf(report: StatsReport, words: Words): [string, string][] {
  const nodes = Object.entries(report.nodes).map(
    ([state, n]) => `${words.states[state] ?? state} ${count(n)}`,
  );
  return [
    [words.dead_letters, count(report.dead_letters)],
    [words.quarantined_batches, count(report.quarantined_batches)],
    [words.waiting_batches, count(report.waiting_batches)],
    [words.open_alerts, count(report.open_alerts)],
    [words.nodes, nodes.join(", ") || words.none],
  ];
}

/** Columns of plain text: each as wide as its widest cell; a Chinese character is two wide. */
function textTable(rows: readonly string[][]): string[] {
  const widthOf = (text: string) => [...text].reduce((sum, char) => sum + (char > "\u2e7f" ? 2 : 1), 0);
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ""))));
  return rows.map((row) =>
    row
      .map((text, at) => {
        const room = " ".repeat(Math.max(0, (widths[at] ?? 0) - widthOf(text)));
        return at === 0 ? text + room : room + text;
      })
      .join("  "),
  );
}

/** @param id the same at each try */
export function statsNotice(
  { id, report, at }: { id: string; report: StatsReport; at: number },
  language: MessageLanguage,
  publicUrl: string,
): Notice {
  const words = WORDS[language];
  const { platforms, tables, missing } = report;
  const nameOf = ({ platform, breaker_open: open }: PlatformStats) =>
    `${words.names[platform]}${open ? ` (${words.blocked})` : ""}`;
  const span = `${TIME.format(report.from)} – ${TIME.format(report.to)} (UTC+8)`;
  const heads = [
    words.platform,
    words.new_jobs,
    words.jobs,
    words.searches,
    words.requests,
    words.failed,
    words.failing,
    words.coverage,
  ];
  const rows = [
    ...platforms.map((stats) => ({
      cells: platformCells(stats, nameOf(stats)),
      ...(stats.breaker_open && { alarm: 0 }),
    })),
    { cells: platformCells(totalOf(platforms), words.all) },
  ];
  const facts = factsOf(report, words);
  const stored = tables.map(({ table, rows: n, bytes }) => [table, count(n), size(bytes)]);
  const warning = missing === null ? "" : words.missing[missing];
  const title = `JobData: ${words.title} ${TIME.format(report.to)}`;
  const link = { text: words.link, url: publicUrl };
  const html = [
    `<p style="margin:0 0 12px;color:#8c8c8c">${htmlText(span)}</p>`,
    warning &&
      `<p style="padding:8px 12px;background:#fffbe6;border-left:4px solid #d46b08">${htmlText(warning)}</p>`,
    htmlTable(heads, rows),
    htmlTable(
      ["", ""],
      facts.map((cells) => ({ cells })),
    ),
    stored.length > 0 &&
      htmlTable(
        [words.table, words.rows, words.size],
        stored.map((cells) => ({ cells })),
      ),
    htmlLink(link),
  ];
  const lines = [
    span,
    ...(warning ? [warning] : []),
    ...textTable([heads, ...rows.map(({ cells }) => cells)]),
    ...facts.map((fact) => fact.join(": ")),
    ...(stored.length > 0 ? textTable([[words.table, words.rows, words.size], ...stored]) : []),
  ];
  return {
    id,
    type: "stats_report",
    title,
    lines: lines.map((text) => ({ event: "resolved" as const, severity: "info" as const, text })),
    more: null,
    link,
    data: { report },
    html: htmlPage(title, html.filter(Boolean).join("")),
    at,
  };
}
