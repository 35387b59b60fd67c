import { afterEach, expect, test, vi } from "vitest";
import { session } from "../auth/session.ts";
import { call, pathWithQuery } from "./client.ts";

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

test("a query leaves out what is empty and escapes the rest", () => {
  expect(pathWithQuery("/keywords", { city: "北京", search: "c++ & c#", state: undefined, text: "" })).toBe(
    "/keywords?city=%E5%8C%97%E4%BA%AC&search=c%2B%2B+%26+c%23",
  );
  expect(pathWithQuery("/platforms")).toBe("/platforms");
});

test("calls carry the session's token and JSON, on our own origin only", async () => {
  session.signIn("t1");
  const fetch = stubFetch(200, { code: 0, message: "ok", data: 5, request_id: "r" });
  expect(await call("POST", "/keywords", { json: { a: 1 } })).toBe(5);
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe("/api/v1/keywords");
  const headers = new Headers(init?.headers);
  expect(headers.get("authorization")).toBe("Bearer t1");
  expect(headers.get("content-type")).toBe("application/json");
  expect(init?.body).toBe('{"a":1}');
});

test("a refused token ends its session", async () => {
  session.signIn("t1");
  stubFetch(401, refusal);
  await expect(call("GET", "/platforms")).rejects.toMatchObject({ code: "unauthorized" });
  expect(session.token()).toBeNull();
});

test("a refused try on the sign-in card leaves a running session alone", async () => {
  session.signIn("t1");
  stubFetch(401, refusal);
  await expect(call("GET", "/platforms", { token: "wrong" })).rejects.toMatchObject({ status: 401 });
  expect(session.token()).toBe("t1");
});

test("no answer at all is a transient network failure", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("failed to fetch")));
  await expect(call("GET", "/platforms")).rejects.toMatchObject({
    code: "network",
    status: 0,
    transient: true,
  });
});
