import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { session } from "../auth/session.ts";
import { meQuery, signIn } from "./account.ts";
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

test("calls go to our own origin and carry the cookie, no token; empty filters are left out", async () => {
  const page = { items: [], next_cursor: null };
  const fetch = stubFetch(200, { code: 0, message: "ok", data: page, request_id: "r" });
  const query = { city: "北京", search: "c++ & c#", state: undefined };
  expect(await dataOf(api.keywords.$get({ query }))).toEqual(page);
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe("/api/v1/keywords?city=%E5%8C%97%E4%BA%AC&search=c%2B%2B+%26+c%23");
  expect(init?.credentials).toBe("same-origin");
  expect(new Headers(init?.headers).has("authorization")).toBe(false);
});

test("a route that ends in `index` is called by its whole path", async () => {
  const fetch = stubFetch(200, { code: 0, message: "ok", data: {}, request_id: "r" });
  await dataOf(api.analytics.index.$get({ query: { platform: ["boss"] } }));
  await dataOf(api.keywords[":id"].$get({ param: { id: "index" } }));
  expect(fetch.mock.calls.map(([url]) => url)).toEqual([
    "/api/v1/analytics/index?platform=boss",
    "/api/v1/keywords/index",
  ]);
});

test("a file is sent as CSV, byte for byte", async () => {
  const fetch = stubFetch(200, { code: 0, message: "ok", data: {}, request_id: "r" });
  const file = new File(["platform,keyword,city\n"], "k.csv");
  await importKeywords(file, false);
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

test("a refused call ends the session, once", async () => {
  session.start();
  let ends = 0;
  const forget = session.onEnd(() => {
    ends += 1;
  });
  stubFetch(401, refusal);
  const calls = [fetchPlatforms(), fetchPlatforms()];
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: "unauthorized" });
  forget();
  expect(session.current()).toMatchObject({ signedIn: false, ended: true });
  expect(ends).toBe(1);
});

test("a late refusal of an earlier session leaves the present one alone", async () => {
  session.start();
  stubFetch(401, refusal);
  const late = fetchPlatforms();
  session.start();
  await expect(late).rejects.toMatchObject({ status: 401 });
  expect(session.current()).toMatchObject({ signedIn: true, ended: false });
});

test("a wrong password at the sign-in is no end of a session", async () => {
  session.start();
  stubFetch(401, { ...refusal, code: "invalid_credentials" });
  await expect(signIn({ account: "a", password: "b" })).rejects.toMatchObject({
    code: "invalid_credentials",
  });
  expect(session.current().signedIn).toBe(true);
});

test("whoever is not signed in finds nobody, and is not told that a session ended", async () => {
  stubFetch(401, refusal);
  const client = new QueryClient();
  expect(await client.fetchQuery(meQuery)).toBeNull();
  expect(session.current()).toMatchObject({ signedIn: false, ended: false });
});

test("no answer at all is a transient network failure", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("failed to fetch")));
  await expect(fetchPlatforms()).rejects.toMatchObject({
    code: "network",
    status: 0,
    transient: true,
  });
});
