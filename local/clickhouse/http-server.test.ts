import { gzipSync, zstdCompressSync } from "node:zlib";
import { createClient } from "@clickhouse/client-web";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";

let ch: ScratchClickHouse;
beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: false });
});
afterAll(() => ch.remove());
beforeEach(() => ch.ask("CREATE OR REPLACE TABLE t (id UInt32, s String) ENGINE = MergeTree ORDER BY id"));

const basic = (password: string) => `Basic ${Buffer.from(`default:${password}`).toString("base64")}`;
/** `params` go into the URL. */
function send(params: Record<string, string>, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("authorization", basic(ch.password));
  return fetch(`${ch.url}/?${new URLSearchParams({ database: "jobdata", ...params })}`, {
    method: "POST",
    ...init,
    headers,
  });
}
const rows = () => ch.ask("SELECT id, s FROM t ORDER BY id");

describe("client-web", () => {
  const client = () =>
    createClient({
      url: ch.url,
      username: ch.user,
      password: ch.password,
      database: ch.database,
      compression: { response: true },
    });

  test("inserts, queries and binds every kind of value", async () => {
    const values = [
      { id: 1, s: "中\t'\\\n\"" },
      { id: 2, s: "" },
    ];
    const inserted = await client().insert({ table: "t", values, format: "JSONEachRow" });
    expect(inserted).toMatchObject({ executed: true, http_status_code: 200 });
    expect(JSON.parse(inserted.response_headers["x-clickhouse-summary"]?.toString() ?? "")).toMatchObject({
      written_rows: "2",
    });
    expect(
      await (await client().query({ query: "SELECT * FROM t ORDER BY id", format: "JSONEachRow" })).json(),
    ).toEqual(values);

    const text = "it's \\ tab\t line\n ;-- {x:String}";
    const query = {
      query:
        "SELECT {s:String} AS s, {a:Array(String)} AS a, {n:Nullable(String)} AS n, {d:DateTime64(3, 'UTC')} AS d, {b:Bool} AS b",
      query_params: { s: text, a: [text, ""], n: null, d: new Date(1_793_491_200_123), b: true },
      format: "JSONEachRow",
    } as const;
    const bound = [{ s: text, a: [text, ""], n: null, d: "2026-11-01 00:00:00.123", b: true }];
    expect(await (await client().query(query)).json()).toEqual(bound);
    expect(await (await client().query({ ...query, use_multipart_params: true })).json()).toEqual(bound);
  });

  test("gets typed errors", async () => {
    await expect(client().query({ query: "SELECT * FROM nosuch" })).rejects.toMatchObject({
      code: "60",
      type: "UNKNOWN_TABLE",
    });
    await expect(
      client().insert({ table: "t", values: [{ id: "x" }], format: "JSONEachRow" }),
    ).rejects.toMatchObject({
      code: "27",
    });
    const wrong = createClient({ url: ch.url, username: ch.user, password: "wrong" });
    expect(await wrong.ping()).toMatchObject({ success: false, error: { code: "516" } });
  });

  test("keeps settings and temporary tables in their query and session", async () => {
    const setting = "SELECT getSetting('max_block_size') AS n";
    const asked = {
      query: setting,
      clickhouse_settings: { max_block_size: "77" },
      format: "JSONEachRow",
    } as const;
    expect(await (await client().query(asked)).json()).toEqual([{ n: 77 }]);
    expect(await (await client().query({ query: setting, format: "JSONEachRow" })).json()).not.toEqual([
      { n: 77 },
    ]);

    const session_id = crypto.randomUUID();
    await client().command({ query: "CREATE TEMPORARY TABLE mine (x UInt8)", session_id });
    await client().command({ query: "SELECT * FROM mine", session_id });
    await expect(client().command({ query: "SELECT * FROM mine" })).rejects.toMatchObject({ code: "60" });
  });
});

describe("a query", () => {
  test.each([
    ["in the body", {}, "SELECT 1 AS x FORMAT JSONEachRow"],
    ["in the URL", { query: "SELECT 1 AS x FORMAT JSONEachRow" }, ""],
    ["in both", { query: "SELECT 1 AS x" }, "FORMAT JSONEachRow"],
    ["with a default format", { default_format: "JSONEachRow" }, "SELECT 1 AS x"],
    ["with `;` and a comment", {}, "SELECT 1 AS x FORMAT JSONEachRow; -- end"],
  ])("%s is answered", async (_name, params: Record<string, string>, body) => {
    const response = await send({ query_id: "q-1", ...params }, { body });
    expect([response.status, await response.text()]).toEqual([200, '{"x":1}\n']);
    expect(response.headers.get("x-clickhouse-query-id")).toBe("q-1");
    expect(response.headers.get("x-clickhouse-format")).toBe("JSONEachRow");
    expect(response.headers.get("content-type")).toBe("application/x-ndjson; charset=UTF-8");
    expect(JSON.parse(response.headers.get("x-clickhouse-summary") ?? "")).toMatchObject({ read_rows: "1" });
  });

  test("comes compressed where both sides want it", async () => {
    const query = "SELECT repeat('x', 100000)";
    const headers = { "accept-encoding": "gzip" };
    const packed = await send({ query, enable_http_compression: "1" }, { headers });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(await packed.text()).toHaveLength(100_001);
    expect((await send({ query }, { headers })).headers.get("content-encoding")).toBeNull();
  });

  test("by GET or HEAD reads and never writes", async () => {
    const read = await send({ query: "SELECT 1" }, { method: "GET" });
    expect(await read.text()).toBe("1\n");
    const head = await send({ query: "SELECT 1" }, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    for (const query of ["INSERT INTO t VALUES (1, 'x')", "DROP TABLE t", "SET readonly = 0"]) {
      const written = await send({ query }, { method: "GET" });
      expect([written.status, written.headers.get("x-clickhouse-exception-code")]).toEqual([500, "164"]);
    }
    expect(await rows()).toBe("");
  });

  test.each([
    [{}, "SELEC 1", 400, 62, /^Code: 62\. DB::Exception: Syntax error.*\(SYNTAX_ERROR\) \(version \d+/s],
    [{}, "SELECT 1; SELECT 2", 400, 62, /Multi-statements are not allowed/],
    [{}, "", 400, 62, /Empty query/],
    [{}, "SELECT nosuch()", 404, 46, /UNKNOWN_FUNCTION/],
    [{ nosuch: "1" }, "SELECT 1", 404, 115, /Unknown setting 'nosuch'/],
    [{ database: "nowhere" }, "SELECT 1", 404, 81, /Database nowhere does not exist/],
    [{}, "SELECT {x:String}", 500, 456, /x/],
    [{ param_x: "a" }, "SELECT {x:UInt8}", 500, 457, /BAD_QUERY_PARAMETER|cannot be parsed/],
    [{ session_id: "gone", session_check: "1" }, "SELECT 1", 500, 372, /SESSION_NOT_FOUND/],
    [{ decompress: "1" }, "SELECT 1", 501, 48, /not supported by the local server/],
  ])(
    "with parameters %j and text %j is refused",
    async (params: Record<string, string>, body, status, code, text) => {
      const response = await send(params, { body });
      expect(response.headers.get("x-clickhouse-exception-code")).toBe(String(code));
      expect(await response.text()).toMatch(text);
      expect(response.status).toBe(status);
    },
  );
});

describe("an insert", () => {
  const data = '{"id":1,"s":"one"}\n{"id":2,"s":"two"}';
  test.each<[string, Record<string, string>, string | Uint8Array<ArrayBuffer>, Record<string, string>]>([
    ["all in the body", {}, `INSERT INTO t FORMAT JSONEachRow\n${data}`, {}],
    ["query in the URL", { query: "INSERT INTO t FORMAT JSONEachRow" }, data, {}],
    [
      "data in both",
      { query: 'INSERT INTO t FORMAT JSONEachRow {"id":1,"s":"one"}' },
      '{"id":2,"s":"two"}',
      {},
    ],
    ["values", {}, "INSERT INTO t VALUES (1, 'one'), (2, 'two')", {}],
    ["of a selection", {}, "INSERT INTO t SELECT number + 1, ['one', 'two'][number + 1] FROM numbers(2)", {}],
    ["with columns", {}, "INSERT INTO t (s, id) FORMAT CSV\none,1\ntwo,2\n", {}],
    ["in a format kept as text", {}, "INSERT INTO t FORMAT Values (1, 'one'), (2, 'two')", {}],
    [
      "gzip",
      { query: "INSERT INTO t FORMAT JSONEachRow" },
      new Uint8Array(gzipSync(data)),
      { "content-encoding": "gzip" },
    ],
    [
      "zstd",
      { query: "INSERT INTO t FORMAT JSONEachRow" },
      new Uint8Array(zstdCompressSync(data)),
      { "content-encoding": "zstd" },
    ],
  ])("%s stores its rows", async (_name, params, body, headers) => {
    const response = await send(params, { body, headers });
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(await rows()).toBe("1\tone\n2\ttwo");
  });

  test("without rows is none, but looks at the table", async () => {
    expect((await send({ query: "INSERT INTO t FORMAT JSONEachRow" })).status).toBe(200);
    expect((await send({ query: "INSERT INTO nosuch FORMAT JSONEachRow" })).status).toBe(404);
    expect(await rows()).toBe("");
  });

  test.each([
    ["gzip", "not gzip", 354],
    ["snappy", data, 89],
  ])("in a broken or unknown encoding (%s) is refused", async (encoding, body, code) => {
    const response = await send(
      { query: "INSERT INTO t FORMAT JSONEachRow" },
      { body, headers: { "content-encoding": encoding } },
    );
    expect(response.headers.get("x-clickhouse-exception-code")).toBe(String(code));
    expect(await rows()).toBe("");
  });

  test("in a binary format is refused, not misread", async () => {
    const response = await send(
      { query: "INSERT INTO t FORMAT RowBinary" },
      { body: new Uint8Array([1, 0, 0, 0, 1, 65]) },
    );
    expect([response.status, response.headers.get("x-clickhouse-exception-code")]).toEqual([501, "48"]);
  });
});

describe("the account", () => {
  const ask = (init: RequestInit, query = "") =>
    fetch(`${ch.url}/?query=SELECT+1${query}`, { method: "POST", ...init });

  test.each([
    ["basic auth", () => ask({ headers: { authorization: basic(ch.password) } })],
    ["headers", () => ask({ headers: { "x-clickhouse-user": "default", "x-clickhouse-key": ch.password } })],
    ["URL parameters", () => ask({}, `&user=default&password=${ch.password}`)],
  ])("is taken from %s", async (_name, request) => {
    expect((await request()).status).toBe(200);
  });

  test.each([
    ["a wrong password", () => ask({ headers: { authorization: basic("wrong") } }), 403],
    ["a wrong key", () => ask({ headers: { "x-clickhouse-user": "default", "x-clickhouse-key": "x" } }), 403],
    ["an unknown user", () => ask({}, `&user=root&password=${ch.password}`), 403],
    ["an unknown user without one", () => ask({}, "&user=root"), 403],
  ])("is refused for %s", async (_name, request, status) => {
    const response = await request();
    expect([response.status, response.headers.get("x-clickhouse-exception-code")]).toEqual([status, "516"]);
    expect(await response.text()).not.toContain(ch.password);
  });

  test.each([
    ["nothing", {}],
    ["the user's name only", { headers: { "x-clickhouse-user": "default" } }],
  ])("is not needed to read: %s may, and never writes", async (_name, init) => {
    const query = (text: string) =>
      fetch(`${ch.url}/?database=${ch.database}`, { ...init, method: "POST", body: text });
    expect(await (await query("SELECT 1")).text()).toBe("1\n");
    for (const text of ["INSERT INTO t VALUES (1, 'x')", "DROP TABLE t", "SET readonly = 0"]) {
      const refused = await query(text);
      expect([refused.status, refused.headers.get("x-clickhouse-exception-code")]).toEqual([500, "164"]);
    }
  });

  test("is not needed for the health checks, but for control", async () => {
    for (const path of ["/ping", "/replicas_status", "/"])
      expect(await (await fetch(ch.url + path)).text()).toBe("Ok.\n");
    expect((await fetch(`${ch.url}/nowhere`)).status).toBe(404);
    expect((await fetch(`${ch.url}/__control`, { method: "POST", body: '{"down":true}' })).status).toBe(401);
    expect((await ch.control({})).down).toBe(false);
  });
});

describe("faults", () => {
  const insert = () => send({}, { body: "INSERT INTO t VALUES (1, 'x')" });

  test("cut the connection after the commit, as often as asked", async () => {
    await ch.control({ failAfterCommit: 1 });
    await expect(insert()).rejects.toThrow();
    expect(await rows()).toBe("1\tx");
    expect((await insert()).status).toBe(200);
  });

  test("take the server down and up again", async () => {
    await ch.control({ down: true });
    await expect(insert()).rejects.toThrow();
    await expect(fetch(`${ch.url}/ping`)).rejects.toThrow();
    await ch.control({ down: "unavailable" });
    expect((await insert()).status).toBe(503);
    expect(await ch.control({ down: false })).toMatchObject({ refused: expect.any(Number) });
    expect((await insert()).status).toBe(200);
    expect(await rows()).toBe("1\tx");
  });

  test.each([
    ["not json", "body: is not JSON\n"],
    ['{"delayMs":-1}', /^delayMs: /],
    ['{"other":1}', /other/],
  ])("answer %j with the field and the reason", async (body, text) => {
    const headers = { authorization: basic(ch.password) };
    const response = await fetch(`${ch.url}/__control`, { method: "POST", headers, body });
    expect(response.status).toBe(400);
    expect(await response.text()).toEqual(expect.stringMatching(text));
  });
});
