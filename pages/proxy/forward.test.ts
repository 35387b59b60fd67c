import { expect, test } from "vitest";
import { forward, withoutHopByHop } from "./forward.ts";

test("hop-by-hop headers and those named by Connection are left out, the others stay", () => {
  const headers = withoutHopByHop(
    new Headers({
      authorization: "Bearer abc",
      "cf-connecting-ip": "192.0.2.1",
      connection: "keep-alive, X-Private, CF-Connecting-IP",
      "keep-alive": "timeout=5",
      "proxy-authorization": "Basic xyz",
      te: "trailers",
      "transfer-encoding": "chunked",
      upgrade: "websocket",
      "x-private": "1",
      "x-request-id": "r1",
    }),
  );
  expect([...headers.keys()].sort()).toEqual(["authorization", "cf-connecting-ip", "x-request-id"]);
});

test("a request goes through with method, query, token and body, the answer with status and body", async () => {
  const seen: { method: string; url: string; headers: Headers; body: string }[] = [];
  const api = {
    async fetch(request: Request) {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: await request.text() });
      return new Response('{"code":0}', {
        status: 201,
        headers: { "content-type": "application/json", "keep-alive": "timeout=5", "x-request-id": "r2" },
      });
    },
  };
  const answer = await forward(
    new Request("http://dashboard.test/api/v1/keywords?a=1", {
      method: "POST",
      headers: { authorization: "Bearer abc", te: "trailers" },
      body: "keyword",
    }),
    api,
  );
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    method: "POST",
    url: "http://dashboard.test/api/v1/keywords?a=1",
    body: "keyword",
  });
  expect(seen[0]?.headers.get("authorization")).toBe("Bearer abc");
  expect(seen[0]?.headers.has("te")).toBe(false);
  expect(answer.status).toBe(201);
  expect(answer.headers.get("x-request-id")).toBe("r2");
  expect(answer.headers.has("keep-alive")).toBe(false);
  expect(await answer.text()).toBe('{"code":0}');
});

test("an upgrade to a WebSocket goes through as it is, and its answer is not rebuilt", async () => {
  const request = new Request("http://dashboard.test/api/v1/live/tasks?ticket=a", {
    headers: { upgrade: "websocket" },
  });
  const joined = new Response(null);
  const seen: Request[] = [];
  const fetch = async (forwarded: Request) => {
    seen.push(forwarded);
    return joined;
  };
  expect(await forward(request, { fetch })).toBe(joined);
  expect(seen).toEqual([request]);
});

test("a redirect of the API is passed on, not followed", async () => {
  const api = {
    fetch: async (request: Request) =>
      new Response(null, { status: 302, headers: { location: "/x", "x-mode": request.redirect } }),
  };
  const answer = await forward(new Request("http://dashboard.test/api/v1/x"), api);
  expect(answer.status).toBe(302);
  expect(answer.headers.get("x-mode")).toBe("manual");
});
