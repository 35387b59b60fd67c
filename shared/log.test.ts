import { describe, expect, test, vi } from "vitest";
import { createLogger, createRedactor, type LogFields, type LoggerOptions } from "./log.ts";

function collect(options: LoggerOptions = {}, bindings: LogFields = {}) {
  const texts: string[] = [];
  const logger = createLogger(bindings, { ...options, write: (line) => texts.push(line) });
  return { logger, texts, lines: () => texts.map((text) => JSON.parse(text) as Record<string, unknown>) };
}

describe("a line", () => {
  test("is one JSON object with time, level, message, bindings and fields", () => {
    const { logger, texts, lines } = collect({}, { component: "api" });
    logger.child({ request_id: "r-1" }).warn("slow\nanswer", { ms: 12, big: 10n });
    expect(texts[0]).not.toContain("\n");
    expect(lines()).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        level: "warn",
        message: "slow\nanswer",
        component: "api",
        request_id: "r-1",
        ms: 12,
        big: "10",
      },
    ]);
  });

  test("tells an error with stack and cause", () => {
    const { logger, lines } = collect();
    logger.error("failed", { error: new TypeError("outer", { cause: new Error("inner") }) });
    expect(lines()[0]?.error).toMatchObject({
      type: "TypeError",
      message: "outer",
      stack: expect.stringContaining("log.test"),
      cause: { type: "Error", message: "inner" },
    });
  });

  test("survives a field that cannot be written", () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const { logger, lines } = collect({}, { request_id: "r-2" });
    logger.info("still here", { circular });
    expect(lines()).toMatchObject([
      { message: "still here", request_id: "r-2", unloggable: expect.any(String) },
    ]);
  });

  test("goes to the console method of its level", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    createLogger().warn("careful");
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('"level":"warn"'));
    warn.mockRestore();
  });
});

test("levels below the lowest are left out, in children too", () => {
  const { logger, lines } = collect({ level: "warn" });
  logger.debug("a");
  logger.info("b");
  logger.child({}).info("c");
  logger.child({}).error("d");
  expect(lines().map(({ message }) => message)).toEqual(["d"]);
});

describe("secrets", () => {
  const secret = 'p"ss\\wörd-123';

  test("known values are hidden wherever they stand, however they are escaped", () => {
    const { logger, texts } = collect({ secrets: [secret] });
    logger.info(`got ${secret}`, {
      deep: [{ url: `http://x/?k=${secret}` }],
      [secret]: 1,
      error: new Error(secret),
    });
    expect(texts[0]).toContain("[redacted]");
    expect(texts[0]).not.toContain("wörd");
  });

  test.each([
    "authorization",
    "Authorization",
    "password",
    "clickhouse_password",
    "cookie",
    "admin_token",
    "ADMIN_TOKEN",
    "token",
    "sign_key",
    "apiKey",
    "api_key",
  ])("a field named %s is hidden", (name) => {
    const { logger, lines } = collect();
    logger.info("x", { headers: { [name]: "abc" } });
    expect(lines()[0]?.headers).toEqual({ [name]: "[redacted]" });
  });

  test.each(["deduplication_token", "keyword", "job_key", "tokens"])("a field named %s is shown", (name) => {
    const { logger, lines } = collect();
    logger.info("x", { [name]: "abc" });
    expect(lines()[0]?.[name]).toBe("abc");
  });

  test("credentials in URLs and bearer tokens are hidden in any text", () => {
    const redact = createRedactor([]);
    expect(redact("GET https://user:pw@host:8443/x failed")).toBe(
      "GET https://[redacted]@host:8443/x failed",
    );
    expect(redact("sent Bearer abc.def-123, refused")).toBe("sent Bearer [redacted], refused");
    expect(redact("mail a@b.c about http://host/x")).toBe("mail a@b.c about http://host/x");
  });
});
