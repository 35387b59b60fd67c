import { reset } from "cloudflare:test";
import type { z } from "@hono/zod-openapi";
import { afterEach, describe, expect, test } from "vitest";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import type { Imported } from "../resources/import-resources.ts";
import type { TokenView } from "./token-view.ts";

type Token = z.infer<typeof TokenView>;
const api = testApi();
const { call } = api;
afterEach(reset);

const VALUE = "wt2=abcdefgh; zp_at=9f3a";
const good = { platform: "boss", kind: "cookie", value: VALUE };
const add = async (over: object = {}) => {
  const made = await call<Token>("POST", "/platform-tokens", { json: { ...good, ...over } });
  if (made.status !== 201) throw new Error(made.message);
  return made.data;
};
const sealedValue = async (id: string) =>
  api.services.vault.open("token", id, (await api.services.pool("token").reveal(id))?.sealed ?? "");

test("a token is kept sealed, shown by its last characters, and refused twice", async () => {
  const made = await add();
  expect(made).toMatchObject({
    name: "boss cookie",
    value_hint: "…9f3a",
    header_name: "cookie",
    state: "free",
  });
  expect(await sealedValue(made.id)).toBe(VALUE);
  expect(await call("POST", "/platform-tokens", { json: good })).toMatchObject({ status: 409 });
  expect((await add({ value: "short" })).value_hint).toBe("…");
  expect(JSON.stringify([made, api.auditLines, api.lines])).not.toContain("abcdefgh");
});

test("a change without a value keeps it", async () => {
  const { id } = await add();
  const change = (json: object) => call<Token>("PATCH", `/platform-tokens/${id}`, { json });
  await change({ note: "x", enabled: false });
  await change({ platform: "qcwy" });
  expect(await sealedValue(id)).toBe(VALUE);
  expect((await change({ kind: "header", header_name: "X-Token" })).data).toMatchObject({
    kind: "header",
    header_name: "x-token",
    platform: "qcwy",
    state: "disabled",
  });
  await change({ value: "another" });
  expect(await sealedValue(id)).toBe("another");
  expect((await change({ kind: "cookie" })).data).toMatchObject({ header_name: "cookie" });
});

test.each([
  ["no platform", { platform: undefined }, "platform"],
  ["a header without name", { kind: "header" }, "header_name"],
  ["a cookie with one", { header_name: "x-a" }, "header_name"],
  ["a header of others", { kind: "header", header_name: "Host" }, "header_name"],
  ["a line break", { value: "a\r\nb: c" }, "value"],
  ["an empty value", { value: " " }, "value"],
  ["an unknown field", { colour: 1 }, "colour"],
])("with %s it is refused, naming the field", async (_, over, field) => {
  const answer = await call<Problems>("POST", "/platform-tokens", { json: { ...good, ...over } });
  expect(answer).toMatchObject({ status: 422, data: { problems: [{ field }] } });
});

test("an import answers each line", async () => {
  const body = [
    "platform,kind,value,header_name,daily_budget",
    'boss,cookie,"a=1; b=""2""",,50',
    "qcwy,header,tok,x-token,",
    "monster,cookie,x,,",
    "qcwy,header,tok,x-token,",
  ].join("\n");
  const { data } = await call<z.infer<typeof Imported>>("POST", "/platform-tokens/import", {
    body,
    headers: { "content-type": "text/csv" },
  });
  expect(data.items.map(({ line, result }) => [line, result])).toEqual([
    [2, "created"],
    [3, "created"],
    [4, "rejected"],
    [5, "exists"],
  ]);
  expect(await sealedValue(data.items[0]?.id ?? "")).toBe('a=1; b="2"');
});

describe("a test", () => {
  test("counts one request, and a refused token is set aside until a person frees it", async () => {
    const { id } = await add();
    const asked: unknown[] = [];
    const refusing = testApi({
      probes: {
        ...api.services.probes,
        token: async (...all) => {
          asked.push(all);
          return { ok: false, ms: 5, step: "answer", error: "code 7", outcome: "login-needed" };
        },
      },
    });
    expect((await refusing.call("POST", `/platform-tokens/${id}/test`)).data).toMatchObject({
      outcome: "login-needed",
      platform_token: { state: "quarantined", used_today: 1 },
    });
    expect(asked).toEqual([["boss", { sent_as: "cookie", header_name: "cookie", value: VALUE }]]);
    expect((await call("POST", `/platform-tokens/${id}/release`)).data).toMatchObject({ state: "free" });
  });

  test("that never asked the platform counts nothing", async () => {
    const { id } = await add();
    const waiting = testApi({
      probes: {
        ...api.services.probes,
        token: async () => ({ ok: false, ms: 5, step: "permit", error: "pace", outcome: null }),
      },
    });
    expect((await waiting.call("POST", `/platform-tokens/${id}/test`)).data).toMatchObject({
      ok: false,
      step: "permit",
      platform_token: { used_today: 0, last_outcome: null },
    });
  });
});
