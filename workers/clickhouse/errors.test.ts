import { ClickHouseError } from "@clickhouse/client-web";
import { describe, expect, test } from "vitest";
import { clickHouseClient } from "./client.ts";
import { ClickHouseRejected, ClickHouseUnavailable, toClickHouseFailure } from "./errors.ts";
import { insertLines } from "./insert.ts";
import { ping } from "./queries/ping.ts";
import { runQuery } from "./query.ts";

/** No server listens on port 1. */
const nowhere = {
  CLICKHOUSE_URL: "http://127.0.0.1:1",
  CLICKHOUSE_USER: "default",
  CLICKHOUSE_PASSWORD: "a-secret",
  CLICKHOUSE_DATABASE: "jobdata",
};

describe("in workerd", () => {
  test("insert and query say unavailable where nothing listens, without the password", async () => {
    const client = clickHouseClient(nowhere);
    const attempts: (() => Promise<unknown>)[] = [
      () => insertLines(client, "jobs", ["{}"], "token"),
      () => runQuery(client, ping, {}),
    ];
    for (const attempt of attempts) {
      const failure = await attempt().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ClickHouseUnavailable);
      expect(failure).toMatchObject({ reason: "network" });
      expect(String(failure)).not.toContain("a-secret");
    }
  });

  test("one configuration has one client", () => {
    expect(clickHouseClient(nowhere)).toBe(clickHouseClient(nowhere));
    expect(clickHouseClient({ ...nowhere })).not.toBe(clickHouseClient(nowhere));
  });
});

describe("toClickHouseFailure", () => {
  const failed = (code: string, type: string) =>
    toClickHouseFailure(new ClickHouseError({ message: "words", code, type }));

  test.each([
    ["241", "MEMORY_LIMIT_EXCEEDED", "busy"],
    ["252", "TOO_MANY_PARTS", "busy"],
    ["159", "TIMEOUT_EXCEEDED", "busy"],
    ["516", "AUTHENTICATION_FAILED", "setup"],
    ["60", "UNKNOWN_TABLE", "setup"],
  ])("calls %s %s unavailable: %s", (code, type, reason) => {
    expect(failed(code, type)).toBeInstanceOf(ClickHouseUnavailable);
    expect(failed(code, type)).toMatchObject({ reason });
  });

  test.each([
    ["27", "CANNOT_PARSE_INPUT_ASSERTION_FAILED"],
    ["117", "INCORRECT_DATA"],
    ["62", "SYNTAX_ERROR"],
    ["9999", "FROM_THE_FUTURE"],
  ])("calls %s %s rejected", (code, type) => {
    expect(failed(code, type)).toBeInstanceOf(ClickHouseRejected);
    expect(failed(code, type)).toMatchObject({
      code: Number(code),
      type,
      message: `ClickHouse ${code} ${type}: words`,
    });
  });

  test("keeps long words short and known failures as they are", () => {
    const long = toClickHouseFailure(new Error("x".repeat(10_000)));
    expect(long).toMatchObject({ reason: "network" });
    expect(long.message.length).toBeLessThan(600);
    expect(toClickHouseFailure(long)).toBe(long);
  });
});
