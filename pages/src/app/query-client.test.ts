import { expect, test } from "vitest";
import { ApiFailure } from "../api/failure.ts";
import { shouldRetry } from "./query-client.ts";

test("what may pass is tried again twice", () => {
  const failure = new ApiFailure("network", 0, "no answer");
  expect([0, 1, 2].map((failures) => shouldRetry(failures, failure))).toEqual([true, true, false]);
  expect(shouldRetry(0, new ApiFailure("dependency_unavailable", 503, "down"))).toBe(true);
});

test("what is final, or our own mistake, is not", () => {
  expect(shouldRetry(0, new ApiFailure("not_found", 404, "none"))).toBe(false);
  expect(shouldRetry(0, new ApiFailure("unauthorized", 401, "no"))).toBe(false);
  expect(shouldRetry(0, new TypeError("x is undefined"))).toBe(false);
});
