import { expect, test } from "vitest";
import { widthOf } from "../../../terminal/width.ts";
import { createNodeLogger } from "./logger.ts";

const page = {
  platform: "qcwy",
  keyword: "工程师",
  city: "深圳",
  page: 2,
  rows: 20,
  ms: 35,
  proxy: "file-1",
  outcome: "ok",
};

test("writes JSON lines, or lines for people, without secrets", () => {
  for (const pretty of [false, true]) {
    const lines: string[] = [];
    const logger = createNodeLogger({ pretty, secrets: ["top-secret"], write: (line) => lines.push(line) });
    logger.child({ run_id: "r1" }).info("crawl.page", page);
    logger.warn("odd", { reason: "http://user:hidden@host and top-secret and Bearer abcdef123" });
    expect(lines.join()).not.toMatch(/top-secret|hidden|abcdef123/);
    if (pretty) expect(lines[0]).toContain("工程师·深圳");
    else
      expect(JSON.parse(lines[0] ?? "")).toMatchObject({
        message: "crawl.page",
        run_id: "r1",
        rows: 20,
        proxy: "file-1",
      });
  }
});

test("counts two columns for a Chinese letter", () => {
  expect([widthOf("工程师·x"), widthOf("abc"), widthOf("(全角)")]).toEqual([8, 3, 6]);
});
