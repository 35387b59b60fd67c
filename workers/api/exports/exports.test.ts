import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sha256Hex } from "../../../shared/domain/sha256.ts";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import type { Problems } from "../../../tests/edge/api/test-api.ts";
import type { ExportView } from "./export-view.ts";

let api: IdentityApi;
beforeEach(async () => {
  api = await identityApi();
  api.exportSource.rowsOf.jobs = Array.from({ length: 7 }, (_, at) => ({
    ...{
      first_seen: at,
      platform: "boss",
      job_key: `k${at}`,
      title: `=HYPERLINK("x") 会计${at}`,
      monthly_min: at,
    },
  }));
});
afterEach(reset);

const get = (path: string, token = api.key) =>
  api.app.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } }, env);
const begin = async (json: object = {}, token?: string) =>
  api.call<ExportView>("POST", "/exports", { token, json: { subject: "jobs", format: "csv", ...json } });
const finished = async (json: object = {}, token?: string): Promise<string> => {
  const { data } = await begin(json, token);
  await api.services.exports.run(data.id, 60_000);
  return data.id;
};
const show = async (id: string) => (await api.call<ExportView>("GET", `/exports/${id}`)).data;

test("rows are sent at once, as a file to save, with their number and later their hash", async () => {
  const response = await get("/exports/rows?format=csv&columns=title,monthly_min&city=上海&city=北京");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="jobs.csv"');
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-export-rows")).toBe("7");
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
    await response.arrayBuffer(),
  );
  expect(text.split("\r\n").slice(0, 2)).toEqual([
    "\ufefftitle,monthly_min",
    '"\'=HYPERLINK(""x"") 会计0",0',
  ]);
  const id = response.headers.get("x-export-id") ?? "";
  expect(await show(id)).toMatchObject({
    ...{ delivery: "stream", state: "done", rows_total: 7, rows_done: 7, sha256: sha256Hex(text) },
    ...{ filter: { city: ["上海", "北京"] }, owner: { username: "admin" } },
  });
  const { data } = await api.call<{ rows: number; sha256: string; columns: unknown[] }>(
    "GET",
    `/exports/${id}/manifest`,
  );
  expect(data).toMatchObject({ rows: 7, sha256: sha256Hex(text) });
  expect(data.columns[0]).toEqual({
    name: "title",
    type: "Nullable(String)",
    comment: "title of the posting",
  });
  // There is no file to fetch again, and the copy of the rows is gone.
  expect((await get(`/exports/${id}/file`)).status).toBe(409);
  expect(api.exportSource.copies.size).toBe(0);
});

test.each(["jsonl", "xlsx", "parquet"])("%s is sent at once too", async (format) => {
  const response = await get(`/exports/rows?format=${format}`);
  const bytes = (await response.arrayBuffer()).byteLength;
  expect(await show(response.headers.get("x-export-id") ?? "")).toMatchObject({
    state: "done",
    bytes,
    rows_done: 7,
  });
});

test.each(["csv", "jsonl", "xlsx", "parquet"])(
  "a %s of many pieces arrives as it was hashed, row by row",
  async (format) => {
    // Texts that hardly get smaller, so that a packed file has many pieces too.
    const title = () => crypto.getRandomValues(new Uint8Array(18_000)).toBase64();
    api.exportSource.rowsOf.jobs = Array.from({ length: 40 }, (_, at) => ({
      ...{ first_seen: at, platform: "boss", job_key: `k${at}`, title: title() },
    }));
    const response = await get(`/exports/rows?format=${format}&columns=job_key,title`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.length).toBeGreaterThan(500_000);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
    expect(await show(response.headers.get("x-export-id") ?? "")).toMatchObject({
      ...{ state: "done", bytes: bytes.length, sha256: digest, rows_done: 40 },
    });
    if (format === "csv" || format === "jsonl") {
      const text = new TextDecoder().decode(bytes);
      for (const row of api.exportSource.rowsOf.jobs) expect(text).toContain(row.title);
    }
  },
);

test("a stream that can't be made whole breaks, and says so in its record", async () => {
  api.exportSource.beforeBlock = (position) => {
    if (position !== null) throw new Error("the network broke");
  };
  const response = await get("/exports/rows");
  await expect(response.arrayBuffer()).rejects.toThrow();
  expect(await show(response.headers.get("x-export-id") ?? "")).toMatchObject({
    state: "failed",
    error: "the network broke",
    sha256: null,
  });
});

test("a browser that closes the connection ends the export", async () => {
  const response = await get("/exports/rows");
  await response.body?.cancel();
  expect(await show(response.headers.get("x-export-id") ?? "")).toMatchObject({ state: "cancelled" });
  expect(api.exportSource.copies.size).toBe(0);
});

test("a file is made, listed, downloaded with the hash it has, and deleted", async () => {
  const { status, data } = await begin({ columns: ["title"] });
  expect([status, data.state, data.rows_total]).toEqual([201, "waiting", null]);
  expect(api.exportWakes).toEqual([data.id]);
  expect((await get(`/exports/${data.id}/file`)).status).toBe(409);
  await api.services.exports.run(data.id, 60_000);
  const listed = await api.call<{ items: ExportView[] }>("GET", "/exports");
  expect(listed.data.items).toHaveLength(1);
  expect(listed.data.items[0]).toMatchObject({ id: data.id, state: "done", rows_total: 7, rows_done: 7 });
  const response = await get(`/exports/${data.id}/file`);
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
    await response.arrayBuffer(),
  );
  expect(response.headers.get("x-export-sha256")).toBe(sha256Hex(text));
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="jobs-[\d-]+-[\da-f]{8}\.csv"$/,
  );
  expect((await api.call("DELETE", `/exports/${data.id}`)).status).toBe(200);
  expect((await get(`/exports/${data.id}`)).status).toBe(404);
  expect((await env.SPOOL.list({ prefix: "exports/" })).objects).toEqual([]);
});

test("what was written, read and deleted stands in the audit log", async () => {
  const id = await finished();
  await get(`/exports/${id}/file`);
  await (await get("/exports/rows")).arrayBuffer();
  await api.call("DELETE", `/exports/${id}`);
  const { data } = await api.call<{
    items: { action: string; after: { rows?: number; masked?: boolean } }[];
  }>("GET", "/audit-log");
  const found = data.items.filter(({ action }) => action?.startsWith("export."));
  expect(found.map(({ action }) => action)).toEqual([
    "export.delete",
    "export.create",
    "export.read",
    "export.create",
  ]);
  expect(found[1]?.after).toMatchObject({ rows: 7, masked: false });
});

test.each([
  ["an unknown column", { columns: ["raw"] }, "columns"],
  ["a column that the table has and exports do not", { columns: ["search_text"] }, "columns"],
  ["a column twice", { columns: ["title", "title"] }, "columns"],
  ["a column that is SQL", { columns: ["title, (SELECT 1)"] }, "columns"],
  ["an unknown member of the filter", { filter: { stage: "x" } }, "stage"],
  [
    "a member that companies do not have",
    { subject: "companies", filter: { degree: ["bachelor"] } },
    "degree",
  ],
  ["a wrong value", { filter: { platform: ["monster"] } }, "platform.0"],
  ["an unknown format", { format: "pdf" }, "format"],
])("%s is refused by name", async (_, json, field) => {
  const answer = await api.call<Problems>("POST", "/exports", {
    json: { subject: "jobs", format: "csv", ...json },
  });
  expect(answer).toMatchObject({ status: 422, data: { problems: [{ field }] } });
});

test("a person has three unfinished exports at most, also of streams; a finished one makes room", async () => {
  const made = [await begin(), await begin(), await begin()];
  expect((await begin()).status).toBe(429);
  expect((await get("/exports/rows")).status).toBe(429);
  // Two at once don't slip through together.
  const [first] = made;
  expect((await api.call("POST", `/exports/${first?.data.id}/cancel`)).data).toMatchObject({
    state: "cancelled",
  });
  expect((await api.call("POST", `/exports/${first?.data.id}/cancel`)).status).toBe(409);
  const together = await Promise.all([begin(), begin(), begin()]);
  expect(together.map(({ status }) => status).toSorted()).toEqual([201, 429, 429]);
});

test("more rows than can be sent at once are refused before the first byte", async () => {
  api.exportSource.stage = async () => 1_000_001;
  const answer = await api.call<Problems>("GET", "/exports/rows");
  expect(answer).toMatchObject({
    status: 422,
    data: { problems: [{ field: "filter", reason: "finds 1000001 rows; at most 1000000 are possible" }] },
  });
});

test("a HEAD starts nothing", async () => {
  expect((await api.call("HEAD", "/exports/rows")).status).toBe(200);
  expect((await api.call<{ items: unknown[] }>("GET", "/exports")).data.items).toEqual([]);
});

test("a link gives the file without signing in, until it is revoked or has expired", async () => {
  const id = await finished();
  const link = async () => {
    const { data } = await api.call<{ url: string }>("POST", `/exports/${id}/link`, { json: { hours: 2 } });
    return data.url.replace(`${api.config.PUBLIC_URL}/api/v1`, "");
  };
  const open = (path: string) => api.app.request(`/api/v1${path}`, {}, env);
  const first = await link();
  expect(await (await open(first)).text()).toContain("会计0");
  const second = await link();
  expect((await open(first)).status).toBe(404);
  expect((await open(second)).status).toBe(200);
  expect((await open(second.replace(/.$/, (end) => (end === "A" ? "B" : "A")))).status).toBe(404);
  expect((await open("/export-files?token=x")).status).toBe(422);
  expect((await show(id)).link_expires_at).not.toBeNull();
  expect((await api.call("DELETE", `/exports/${id}/link`)).data).toMatchObject({ link_expires_at: null });
  expect((await open(second)).status).toBe(404);
  const third = await link();
  api.pass(2 * 3_600_000);
  expect((await open(third)).status).toBe(404);
});

test("a link ends with the rights of whoever made it", async () => {
  const routes = ["POST /exports", "POST /exports/{id}/link", "GET /exports/{id}/file"];
  const roleId = await api.addRole("exporter", routes, { sees_recruiters: true });
  const { token, id: person } = await api.signedIn("exporter", ["exporter"]);
  const id = await finished({}, token);
  const { data } = await api.call<{ url: string }>("POST", `/exports/${id}/link`, { token, json: {} });
  const path = data.url.replace(api.config.PUBLIC_URL, "");
  const status = async () => (await api.app.request(path, {}, env)).status;
  const change = (json: object) => api.call("PATCH", `/roles/${roleId}`, { json });
  expect(await status()).toBe(200);
  expect((await change({ sees_recruiters: false })).status).toBe(200);
  expect(await status()).toBe(404);
  await change({ sees_recruiters: true });
  expect(await status()).toBe(200);
  await change({ permission_ids: await api.permissionIds("POST /exports") });
  expect(await status()).toBe(404);
  await change({ permission_ids: await api.permissionIds("POST /exports", "GET /exports/{id}/file") });
  expect(await status()).toBe(200);
  await api.db.$client.prepare("update users set disabled = 1 where id = ?").bind(person).run();
  expect(await status()).toBe(404);
});

test("who may not see contacts can't search their way to one: words must be in what is shown", async () => {
  const { token } = await api.signedIn("ann", ["analyst"]);
  api.exportSource.rowsOf.jobs.push({
    ...{ first_seen: 9, platform: "boss", job_key: "k9", title: "出纳 电话13812345678" },
    ...{ company_name: "微信abc_12345", skills: ["hr.li@recruit.cn"], description: "Word 年终奖" },
  });
  const rowsFor = async (text: string, format: string) => {
    const made = await begin({ filter: { text }, format, columns: ["job_key"] }, token);
    if (made.status === 422) return 0;
    await api.services.exports.run(made.data.id, 60_000);
    const { state, rows_total } = await show(made.data.id);
    expect(state).toBe("done");
    const path = `/exports/rows?columns=job_key&format=${format}&text=${encodeURIComponent(text)}`;
    const response = await get(path, token);
    await response.arrayBuffer();
    expect(response.headers.get("x-export-rows")).toBe(String(rows_total));
    return rows_total;
  };
  for (const format of ["csv", "parquet"]) {
    expect(await rowsFor("出纳", format)).toBe(1);
    expect(await rowsFor("年终奖 word", format)).toBe(1);
    expect(await rowsFor("会计", format)).toBe(7);
    for (const text of ["1381", "8123", "5678", "13812345678", "abc_12", "abc_12345", "hr.li", "@recruit"])
      expect(await rowsFor(text, format), `${text} ${format}`).toBe(0);
  }
  // The names of companies too, whether shown in the file or not.
  api.exportSource.rowsOf.companies = [
    { platform: "boss", company_key: "c1", name: "电话13812345678", full_name: "甲有限公司" },
  ];
  for (const [text, found] of [
    ["甲", 1],
    ["1381", 0],
  ] as const) {
    const made = await begin({ subject: "companies", filter: { text }, columns: ["company_key"] }, token);
    await api.services.exports.run(made.data.id, 60_000);
    expect(await show(made.data.id)).toMatchObject({ rows_total: found, masked: true });
  }
  // Whoever may see them finds them.
  const { data } = await begin({ filter: { text: "1381" } });
  await api.services.exports.run(data.id, 60_000);
  expect(await show(data.id)).toMatchObject({ rows_total: 8, masked: false });
});
