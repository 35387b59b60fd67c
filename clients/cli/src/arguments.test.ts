import { describe, expect, test } from "vitest";
import { testIo } from "../../../tests/support/cli/test-io.ts";
import { readJsonObject, readPriority, readSpan, readWhen } from "./arguments.ts";

describe("times", () => {
  test.each([
    ["now", 1_000_000],
    ["+30m", 1_000_000 + 1_800_000],
    ["-2d", 1_000_000 - 172_800_000],
    ["2026-11-29T08:30:00Z", Date.UTC(2026, 10, 29, 8, 30)],
    ["2026-11-29T08:30:00+08:00", Date.UTC(2026, 10, 29, 0, 30)],
    ["2026-11-29", new Date(2026, 10, 29).getTime()],
    ["2026-11-29T08:30", new Date(2026, 10, 29, 8, 30).getTime()],
  ])("reads %s", (text, at) => {
    expect(readWhen(text, 1_000_000)).toBe(at);
  });
  test.each(["tomorrow", "2026-13-01", "2026-11-29 08:30", "30m", "+30", "", "1795000000000"])(
    "refuses %j",
    (text) => {
      expect(() => readWhen(text)).toThrow("It is no time");
    },
  );
  test("reads spans in seconds", () => {
    expect(["90", "90s", "15m", "2h", "1d"].map(readSpan)).toEqual([90, 90, 900, 7200, 86_400]);
    expect(() => readSpan("1w")).toThrow("no span");
  });
});

test("priorities have names and numbers", () => {
  expect(["low", "NORMAL", "8", "urgent"].map(readPriority)).toEqual([0, 5, 8, 10]);
  expect(() => readPriority("7")).toThrow("not one of");
  expect(() => readPriority("constructor")).toThrow("not one of");
});

test("an input is a JSON object, in place or from the standard input", async () => {
  expect(await readJsonObject('{"a":1}', testIo())).toEqual({ a: 1 });
  expect(await readJsonObject("-", testIo({ stdin: '{"b":2}' }))).toEqual({ b: 2 });
  await expect(readJsonObject("[1]", testIo())).rejects.toThrow("--input is not a JSON object");
  await expect(readJsonObject("{", testIo())).rejects.toThrow("--input is not JSON");
  await expect(readJsonObject("@/nowhere/x.json", testIo())).rejects.toThrow(
    "/nowhere/x.json cannot be read",
  );
});
