/** One suite for all operations: a route that is added is tested here without being named. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { testApi } from "./testing/test-api.ts";

const { app, token } = testApi();
const registered = app.routes
  .filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/"))
  .map(({ method, path }) => ({ method, path }));
const operations = [...new Map(registered.map((entry) => [`${entry.method} ${entry.path}`, entry])).values()];
const OPEN = ["/api/v1/health", "/api/v1/openapi.json", "/api/docs"];
const guarded = operations.filter(({ path }) => !OPEN.includes(path));

const send = (method: string, path: string, headers: Record<string, string> = {}) =>
  app.request(path.replaceAll(/:\w+/g, "x"), { method, headers }, env);

test("the list of routes is not empty and holds the open routes", () => {
  expect(operations.length).toBeGreaterThan(20);
  expect(operations.length - guarded.length).toBe(OPEN.length);
});

test.each(guarded)("$method $path refuses a caller without a token", async ({ method, path }) => {
  const response = await send(method, path);
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toBe('Bearer realm="jobdata"');
  expect(await response.json()).toMatchObject({
    code: "unauthorized",
    data: null,
    request_id: expect.any(String),
  });
});

test.each(guarded)("$method $path refuses a wrong token", async ({ method, path }) => {
  for (const wrong of [`${token}x`, token.slice(0, -1), token.toUpperCase(), "x"]) {
    const response = await send(method, path, { authorization: `Bearer ${wrong}` });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
    expect(await response.text()).not.toContain(wrong.length > 1 ? wrong : token);
  }
});

test.each(guarded)("$method $path refuses another scheme", async ({ method, path }) => {
  for (const authorization of [token, `Basic ${btoa(`admin:${token}`)}`, "Bearer", `Bearer ${token} x`]) {
    expect((await send(method, path, { authorization })).status).toBe(401);
  }
});

test.each(guarded)("$method $path lets the admin token in", async ({ method, path }) => {
  const response = await send(method, path, { authorization: `bearer ${token}` });
  expect(response.status).not.toBe(401);
  expect(response.status).not.toBe(405);
});

test("an unknown route tells nothing to a stranger", async () => {
  expect((await send("GET", "/api/v1/nothing")).status).toBe(401);
});

test("the light health route is open", async () => {
  const response = await send("GET", "/api/v1/health");
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ code: 0, data: { status: "ok" } });
});
