import i18next from "i18next";
import { expect, test } from "vitest";
import { formatDateTime } from "../../../format/times.ts";
import { texts as english } from "../../../i18n/en-us.ts";
import type { Language } from "../../../i18n/languages.ts";
import { addTexts } from "../../../i18n/texts.ts";
import { texts as chinese } from "../../../i18n/zh-cn.ts";
import { eventFacts } from "./event-facts.ts";
import "./texts.ts";

addTexts("en-US", english);
addTexts("zh-CN", chinese);
const translateTo =
  (lng: Language) =>
  (key: string, values?: Record<string, string | number>): string =>
    i18next.t(key, { ...values, lng });

test("details are told by their unit; what says nothing is left out", () => {
  const at = Date.UTC(2026, 10, 22);
  const detail = {
    page: 1200,
    due_at: at,
    retry_after_ms: 1500,
    last: false,
    outcome: "true-zero",
    error: "connect timeout",
    filters: { district: "110108" },
    fresh: null,
    note: "",
  };
  expect(eventFacts(detail, translateTo("en-US"), "en-US")).toEqual([
    { name: "page", value: "1,200" },
    { name: "next run", value: formatDateTime(at, "en-US") },
    { name: "site asks to wait", value: "1,500 ms" },
    { name: "last page", value: "no" },
    { name: "outcome", value: "no postings" },
    { name: "error", value: "connect timeout" },
    { name: "filters", value: '{"district":"110108"}' },
  ]);
});

test("who and why are named, states are translated, an older event's names too, and times are times", () => {
  const at = Date.UTC(2026, 10, 22);
  const detail = {
    holder: "edge:83162c1a-0000-4000-8000-000000000000",
    actor: "admin:edb96553-0000-4000-8000-000000000000",
    reason: "no free browser",
    state: "blocked",
    from: "done",
    to: "pending",
    times: 5,
    since: at,
    resumeAt: at,
    fence: 12,
  };
  const values = (lng: Language) => eventFacts(detail, translateTo(lng), lng).map(({ value }) => value);
  expect(values("zh-CN")).toEqual([
    "平台（云端）",
    "admin",
    "没有空闲的浏览器",
    "被拦截",
    "已完成",
    "待处理",
    "5",
    formatDateTime(at, "zh-CN"),
    formatDateTime(at, "zh-CN"),
  ]);
  // Each of these is a word of its own in Chinese: none stays as the ledger stores it.
  for (const reason of ["breaker", "pace", "throttled", "concurrency", "the node stops"]) {
    expect(eventFacts({ reason }, translateTo("zh-CN"), "zh-CN")[0]?.value).not.toContain(reason);
  }
});

test("a node is named by the start of its id, a kept page is a link", () => {
  const detail = { holder: "node:83162c1a-0000-4000-8000-000000000000", key: "kept-pages/a/b.html" };
  expect(eventFacts(detail, translateTo("en-US"), "en-US")).toEqual([
    { name: "worker", value: "node 83162c1a" },
    { name: "page", value: "kept-pages/a/b.html", keptPage: "kept-pages/a/b.html" },
  ]);
});

test("names and words follow the language of the page, unknown ones stay as they are", () => {
  const detail = { rows: 20, last: true, outcome: "made-up", constructor: "x" };
  expect(eventFacts(detail, translateTo("zh-CN"), "zh-CN")).toEqual([
    { name: "行数", value: "20" },
    { name: "末页", value: "是" },
    { name: "结果", value: "made-up" },
    { name: "constructor", value: "x" },
  ]);
});
