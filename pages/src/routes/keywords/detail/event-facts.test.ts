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

test("names and words follow the language of the page, unknown ones stay as they are", () => {
  const detail = { rows: 20, last: true, outcome: "made-up", constructor: "x" };
  expect(eventFacts(detail, translateTo("zh-CN"), "zh-CN")).toEqual([
    { name: "行数", value: "20" },
    { name: "末页", value: "是" },
    { name: "结果", value: "made-up" },
    { name: "constructor", value: "x" },
  ]);
});
