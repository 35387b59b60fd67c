import { expect, test } from "vitest";
import type { RouteKind } from "../../shared/contracts/request-meter.ts";
import { SUPERUSER, TEST_TOKEN } from "../../tests/edge/api/memory-identity.ts";
import { testApi } from "../../tests/edge/api/test-api.ts";

const AUTH = { authorization: `Bearer ${TEST_TOKEN}` };

test("each request is counted once, by the kind of its route and its status, whatever its path holds", async () => {
  const counted: [RouteKind, number][] = [];
  const { app } = testApi(
    {
      requestTimes: {
        measured: (kind, status, seconds) => {
          expect(seconds).toBeGreaterThanOrEqual(0);
          counted.push([kind, status]);
        },
      },
    },
    { principal: SUPERUSER },
  );
  const ask = async (method: string, path: string, headers: object = AUTH) =>
    void (await (await app.request(path, { method, headers: { ...headers } })).text());
  await ask("GET", "/api/v1/keywords");
  await ask("GET", "/api/v1/companies/boss/none");
  await ask("POST", "/api/v1/keywords");
  await ask("GET", "/api/v1/jobs?text=x");
  await ask("GET", "/metrics");
  await ask("POST", "/api/v1/auth/sign-in", {});
  await ask("GET", "/api/v1/keywords", {});
  await ask("GET", "/api/v1/jobs_and_what_somebody_writes");
  expect(counted).toEqual([
    ["read", 200],
    ["search", 404],
    ["write", 422],
    ["search", 200],
    ["machine", 200],
    ["sign_in", 422],
    ["read", 401],
    ["other", 404],
  ]);
});
