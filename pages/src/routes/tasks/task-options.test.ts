import { expect, test } from "vitest";
import { NO_OPTIONS, optionField, sentOptions } from "./task-options.ts";

test("what is left empty is left to the API", () => {
  expect(sentOptions(NO_OPTIONS)).toEqual({ priority: 5 });
  expect(sentOptions({ ...NO_OPTIONS, key: "  ", orderKey: " ", startAt: "not yet" })).toEqual({
    priority: 5,
  });
});

test("each option has its field", () => {
  const startAt = "2026-12-01T08:30";
  const options = {
    priority: 10 as const,
    key: " a ",
    waitsFor: ["x"],
    startAt,
    orderKey: "b",
    timeoutMinutes: 2,
    maxAttempts: 1,
  };
  expect(sentOptions(options)).toEqual({
    priority: 10,
    key: "a",
    depends_on: ["x"],
    run_at: new Date(startAt).getTime(),
    order_key: "b",
    timeout_s: 120,
    max_attempts: 1,
  });
});

test("a problem stands at its option; those of the input stand elsewhere", () => {
  expect(optionField("depends_on.3")).toBe("depends_on");
  expect(optionField("run_at")).toBe("run_at");
  expect(optionField("input.key")).toBeNull();
});
