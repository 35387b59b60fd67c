import { describe, expect, test } from "vitest";
import { answerOf } from "../../tests/support/platforms/raw-rows.ts";
import { gone, readHtml, readJson, retryAfterOf, statusFailure } from "./answer.ts";

describe("statusFailure", () => {
  test.each([
    [200, null],
    [403, "blocked"],
    [429, "throttled"],
    [408, "network"],
    [500, "server"],
    [502, "server"],
    [503, "server"],
    [401, "login-needed"],
    [404, "blocked"],
    [302, "blocked"],
    [418, "blocked"],
  ])("HTTP %i is %s", (status, outcome) => {
    expect(statusFailure(answerOf("", status))?.outcome ?? null).toBe(outcome);
  });

  test("hands Retry-After on", () => {
    expect(statusFailure(answerOf("", 429, { "retry-after": "7" }))?.retryAfterMs).toBe(7000);
    expect(statusFailure(answerOf("", 503, { "retry-after": "7" }))?.retryAfterMs).toBe(7000);
    expect(statusFailure(answerOf("", 429))?.retryAfterMs).toBeNull();
  });
});

describe("retryAfterMs", () => {
  const date = "Wed, 21 Oct 2026 07:28:00 GMT";
  test.each([
    [{ "retry-after": "120" }, 120_000],
    [{ "retry-after": "0" }, null],
    [{ "retry-after": "99999999" }, 86_400_000],
    [{ "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT", date }, 30_000],
    [{ "retry-after": "Wed, 21 Oct 2026 07:27:00 GMT", date }, null],
    [{ "retry-after": "-5" }, null],
    [{ "retry-after": "5.5" }, null],
    [{ "retry-after": "Wed, 21 Oct 2037 07:28:00 GMT" }, 86_400_000],
    [{ "retry-after": "soon" }, null],
    [{}, null],
  ])("%j", (headers, expected) => {
    expect(retryAfterOf(headers as Record<string, string>)).toBe(expected);
  });
});

describe("readJson", () => {
  const outcome = (body: string) => {
    const read = readJson(answerOf(body));
    return read.ok ? "ok" : read.failure.outcome;
  };

  test.each([
    ['{"a":1}', "ok"],
    ['\n {"a":1}', "ok"],
    ["<!DOCTYPE html><title>安全验证</title>", "blocked"],
    ["  <html>", "blocked"],
    ["", "network"],
    ['{"code":0,"zpData":{"jobList":[{"enc', "network"],
    ["[1,2", "network"],
    ["[1,2]", "blocked"],
    ["null", "blocked"],
    ["ok", "blocked"],
  ])("%j is %s", (body, expected) => {
    expect(outcome(body)).toBe(expected);
  });

  test("looks at the status first", () => {
    const read = readJson(answerOf("<html>", 502));
    expect(read.ok ? "ok" : read.failure.outcome).toBe("server");
  });
});

test("a body that is not in its encoding is no answer; a posting's own few damaged signs are", () => {
  const outcome = (read: ReturnType<typeof readJson> | ReturnType<typeof readHtml>) =>
    read.ok ? "ok" : read.failure.outcome;
  const json = (damaged: string) => outcome(readJson(answerOf(JSON.stringify({ name: damaged }))));
  expect(json("\ufffd".repeat(3))).toBe("ok");
  expect(json("\ufffd".repeat(4))).toBe("schema-drift");
  expect(json(`${"\ufffd".repeat(8)}${"a".repeat(20_000)}`)).toBe("ok");
  expect(outcome(readHtml(answerOf(`<h1>${"\ufffd".repeat(4)}</h1>`)))).toBe("schema-drift");
  expect(outcome(readHtml(answerOf("<h1>\ufffd</h1>")))).toBe("ok");
});

test("readHtml wants a page", () => {
  expect(readHtml(answerOf("<p>x"))).toEqual({ ok: true, value: "<p>x" });
  expect(readHtml(answerOf('{"code":37}'))).toMatchObject({ ok: false, failure: { outcome: "blocked" } });
  expect(readHtml(answerOf(""))).toMatchObject({ ok: false, failure: { outcome: "network" } });
});

test("a detail that is gone is a true zero", () => {
  expect(gone(answerOf("", 404))).toMatchObject({ outcome: "true-zero", item: null });
  expect(gone(answerOf("", 410))).toMatchObject({ outcome: "true-zero", item: null });
  expect(gone(answerOf("", 403))).toBeNull();
});
