import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { readConfig } from "../../../shared/config.ts";
import { ConfigError } from "../../../shared/errors/config-error.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import { createApp } from "../app.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("the request id", () => {
  test("is the caller's when it is sane: in header, answer and log", async () => {
    const { call, lines } = testApi();
    const answer = await call("GET", "/cities", { headers: { "x-request-id": "tick-2026_11-22" } });
    expect(answer.request_id).toBe("tick-2026_11-22");
    expect(answer.headers.get("x-request-id")).toBe("tick-2026_11-22");
    expect(lines.at(-1)).toMatchObject({ request_id: "tick-2026_11-22" });
  });

  test.each(["", "a b", 'x"y', "x".repeat(65), "<script>", "ünïcode"])(
    "is a new UUID for %j",
    async (sent) => {
      const answer = await testApi().call("GET", "/cities", {
        headers: { "x-request-id": encodeURIComponent(sent) === sent ? sent : encodeURI(sent) },
      });
      expect(answer.request_id).toMatch(UUID);
      expect(answer.headers.get("x-request-id")).toBe(answer.request_id);
    },
  );

  test("is there on errors too", async () => {
    const answer = await testApi().call("GET", "/nothing", { headers: { "x-request-id": "r-404" } });
    expect(answer).toMatchObject({ status: 404, request_id: "r-404" });
  });
});

describe("the log", () => {
  test("has one line per request, with method, route pattern, status and time", async () => {
    const { call, lines } = testApi();
    await call("POST", "/platforms/boss/dispatch?x=1");
    expect(lines).toEqual([
      expect.objectContaining({
        level: "info",
        message: "request",
        component: "api",
        method: "POST",
        route: "/api/v1/platforms/:platform/dispatch",
        path: "/api/v1/platforms/boss/dispatch",
        status: 200,
        ms: expect.any(Number),
        request_id: expect.stringMatching(UUID),
      }),
    ]);
  });

  test("and the answer hold a long path only in part", async () => {
    const { call, lines } = testApi();
    const { message } = await call("GET", `/x/${"a.".repeat(7500)}`);
    expect(message.length).toBeLessThan(600);
    expect(lines).toHaveLength(1);
    expect(String(lines[0]?.path).length).toBeLessThan(600);
  });

  test("never holds the token", async () => {
    const { call, lines, token } = testApi();
    await call("GET", `/failed-pages/${token}`);
    await call("GET", `/keywords?search=${token}`);
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toContain(token);
  });
});

describe("errors", () => {
  test("an unknown one tells only its request id; the log has it whole", async () => {
    const { call, lines } = testApi({
      jobs: {
        ...testApi().services.jobs,
        search: async () => {
          throw new Error("Code 62: syntax error near secret_table", { cause: new Error("socket") });
        },
      },
    });
    const answer = await call("GET", "/jobs");
    expect(answer).toMatchObject({ status: 500, code: "internal", data: null });
    expect(JSON.stringify(answer)).not.toMatch(/secret_table|socket|stack/);
    expect(lines.find(({ level }) => level === "error")).toMatchObject({
      request_id: answer.request_id,
      error: { message: expect.stringContaining("secret_table"), cause: { message: "socket" } },
    });
  });

  test("an unknown route is 404 in the common shape, below and beside /api/v1", async () => {
    const { call, app } = testApi();
    expect(await call("GET", "/nothing")).toMatchObject({ status: 404, code: "not_found", data: null });
    const beside = await app.request("/elsewhere", {}, env);
    expect(beside.status).toBe(404);
    expect(await beside.json()).toMatchObject({ code: "not_found", request_id: expect.any(String) });
  });

  test("a wrong method is 405 and names the right ones", async () => {
    const answer = await testApi().call("PUT", "/keywords");
    expect(answer).toMatchObject({ status: 405, code: "method_not_allowed" });
    expect(answer.headers.get("allow")?.split(", ").toSorted()).toEqual(["GET", "HEAD", "POST"]);
    expect(answer.message).toContain("PUT");
  });

  test("a 404 that a route answers stays 404 under a path with other methods", async () => {
    const answer = await testApi().call("POST", "/ingest/dead-letters/nope/replay");
    expect(answer).toMatchObject({
      status: 404,
      code: "not_found",
      message: expect.stringContaining("nope"),
    });
  });

  test("a broken configuration answers 503 with the one line that names the variable", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const info = vi.spyOn(console, "info").mockImplementation(() => {});
    const app = createApp((bindings) => {
      readConfig(bindings);
      throw new Error("not reached");
    });
    const broken = { ...env, AUTH_SECRET: "hunter2", CLICKHOUSE_URL: "http://127.0.0.1:1" };
    for (const path of ["/api/v1/health", "/api/v1/keywords"]) {
      const response = await app.request(path, {}, broken);
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        code: "dependency_unavailable",
        message: "configuration: AUTH_SECRET needs at least 32 characters",
        data: null,
      });
    }
    expect(log.mock.calls.join()).toContain("AUTH_SECRET needs");
    expect(log.mock.calls.join()).not.toContain("hunter2");
    log.mockRestore();
    info.mockRestore();
  });

  test("a ConfigError in the middle of a request is told the same way", async () => {
    const { call } = testApi({
      ledgers: () => {
        throw new ConfigError("LEDGER_SHARDS", "is missing");
      },
    });
    const answer = await call("GET", "/keywords");
    expect(answer).toMatchObject({ status: 503, message: "configuration: LEDGER_SHARDS is missing" });
  });
});

test("no answer may run, be framed, sniffed or cached", async () => {
  const { call } = testApi();
  for (const path of ["/cities", "/nothing", "/keywords?limit=x"]) {
    const { headers } = await call("GET", path);
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; frame-ancestors 'none'; sandbox",
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("strict-transport-security")).toMatch(/max-age=\d+/);
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

describe("the body limit", () => {
  const csvOf = (bytes: number) => {
    const row = `boss,${"x".repeat(90)},北京,5\n`;
    return row.repeat(Math.ceil(bytes / row.length));
  };

  test("is 1 MB of JSON, and is named", async () => {
    const { call } = testApi();
    const items = Array.from({ length: 900 }, () => ({ keyword: "x".repeat(1200) }));
    const answer = await call<Problems>("POST", "/keywords/batch", { json: { items } });
    expect(answer).toMatchObject({ status: 413, code: "body_too_large" });
    expect(answer.data.problems).toMatchObject([
      { field: "body", reason: "is over 1 MB (1048576 bytes), the limit of a JSON body" },
    ]);
  });

  test("is 50,000 values of JSON, of each of which the answer would tell", async () => {
    const { call } = testApi();
    const many = (length: number) => ({ items: Array.from({ length }, () => 0) });
    const over = await call<Problems>("POST", "/keywords/batch", { json: many(50_001) });
    expect(over).toMatchObject({ status: 413, code: "body_too_large" });
    expect(over.data.problems).toMatchObject([{ field: "body", reason: "holds more than 50000 values" }]);
    expect((await call("POST", "/keywords/batch", { json: many(2000) })).status).toBe(422);
  });

  test("is 5 MB of CSV", async () => {
    const { call } = testApi();
    const headers = { "content-type": "text/csv" };
    const over = await call("POST", "/keywords/import", { body: csvOf(5.1 * 1024 * 1024), headers });
    expect(over).toMatchObject({ status: 413, message: expect.stringContaining("5 MB") });
    const under = await call("POST", "/keywords/import", { body: csvOf(1.2 * 1024 * 1024), headers });
    expect(under.status).not.toBe(413);
  });

  test("holds for a body without a length", async () => {
    const { call } = testApi();
    const chunk = new TextEncoder().encode(" ".repeat(100_000));
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > 1000) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const answer = await call("POST", "/keywords", {
      body,
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(413);
    // It stopped reading soon after the limit.
    expect(sent).toBeLessThan(20);
  });

  test("is not reached by a stranger", async () => {
    const { app } = testApi();
    const init = { method: "POST", body: csvOf(2_000_000), headers: { "content-type": "application/json" } };
    expect((await app.request("/api/v1/keywords", init, env)).status).toBe(401);
  });
});
