import i18next from "i18next";
import { expect, test } from "vitest";
import type { Language } from "../../i18n/languages.ts";
import { actionText } from "./action-text.ts";
import "./texts.ts";

const translateTo =
  (lng: Language) =>
  (key: string, values?: Record<string, string | number>): string =>
    i18next.t(key, { ...values, lng });

/** What the API's handlers record, found in their source. */
const sources = import.meta.glob<string>(["../../../../workers/**/*.ts", "!**/*.test.ts"], {
  eager: true,
  query: "?raw",
  import: "default",
});
const recorded = new Set(
  Object.values(sources).flatMap((source) =>
    [...source.matchAll(/action: "([a-z-]+\.[a-z-]+)"/g)].map(([, action]) => action ?? ""),
  ),
);

test("every action that the API records has a name in both languages", () => {
  expect(recorded.size).toBeGreaterThan(40);
  for (const lng of ["en-US", "zh-CN"] as const) {
    const raw = [...recorded].filter((action) => actionText(action, translateTo(lng)) === action);
    expect(raw, lng).toEqual([]);
  }
});

test("an action is named by noun and verb, an unknown one as it is", () => {
  expect(actionText("session.refuse", translateTo("zh-CN"))).toBe("登录会话：拒绝");
  expect(actionText("keyword.create", translateTo("en-US"))).toBe("Keyword: created");
  expect(actionText("comet.launch", translateTo("en-US"))).toBe("comet.launch");
});
