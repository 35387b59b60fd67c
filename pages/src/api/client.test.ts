import { afterEach, expect, test, vi } from "vitest";
import { session } from "../auth/session.ts";
import { api, dataOf } from "./client.ts";
import { actOnKeyword, importKeywords } from "./keywords.ts";
import { fetchPlatforms } from "./platforms.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  session.signOut();
});

function stubFetch(status: number, body: unknown) {
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => Response.json(body, { status }));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}
const refusal = { code: "unauthorized", message: "no", data: null, request_id: "r" };

test("calls go to our own origin with the session's token; empty filters are left out", async () => {
  session.signIn("t1");
  const page = { items: [], next_cursor: null };
  const fetch = stubFetch(200, { code: 0, message: "ok", data: page, request_id: "r" });
  const query = { city: "北京", search: "c++ & c#", state: undefined };
  expect(await dataOf(api.keywords.$get({ query }))).toEqual(page);
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe("/api/v1/keywords?city=%E5%8C%97%E4%BA%AC&search=c%2B%2B+%26+c%23");
  expect(new Headers(init?.headers).get("authorization")).toBe("Bearer t1");
});

test("a file is sent as CSV, byte for byte", async () => {
  const fetch = stubFetch(200, { code: 0, message: "ok", data: {}, request_id: "r" });
  const file = new File(["platform,keyword,city\n"], "k.csv");
  await importKeywords(file);
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe("/api/v1/keywords/import");
  expect(init?.method).toBe("POST");
  expect(init?.body).toBe(file);
  expect(new Headers(init?.headers).get("content-type")).toBe("text/csv; charset=utf-8");
});

test("delete and restore have routes of their own", async () => {
  const fetch = stubFetch(200, { code: 0, message: "ok", data: {}, request_id: "r" });
  for (const action of ["delete", "restore", "pause"] as const) await actOnKeyword("k1", action);
  expect(fetch.mock.calls.map(([url, init]) => `${init.method} ${url}`)).toEqual([
    "DELETE /api/v1/keywords/k1",
    "POST /api/v1/keywords/k1/restore",
    "POST /api/v1/keywords/k1/actions/pause",
  ]);
});

test("a refused token ends its session", async () => {
  session.signIn("t1");
  stubFetch(401, refusal);
  await expect(fetchPlatforms()).rejects.toMatchObject({ code: "unauthorized" });
  expect(session.token()).toBeNull();
});

test("a refused try on the sign-in card leaves a running session alone", async () => {
  session.signIn("t1");
  stubFetch(401, refusal);
  await expect(fetchPlatforms({ token: "wrong" })).rejects.toMatchObject({ status: 401 });
  expect(session.token()).toBe("t1");
});

test("no answer at all is a transient network failure", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("failed to fetch")));
  await expect(fetchPlatforms()).rejects.toMatchObject({
    code: "network",
    status: 0,
    transient: true,
  });
});
