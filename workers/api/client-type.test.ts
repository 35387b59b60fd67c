import { env } from "cloudflare:workers";
import { expect, expectTypeOf, test } from "vitest";
import type { Keyword } from "../../shared/contracts/keyword.ts";
import { testApi } from "../../tests/edge/api/test-api.ts";
import { createApiClient } from "./client-type.ts";

function client() {
  const { app, token } = testApi();
  return createApiClient("http://api.test", {
    headers: { authorization: `Bearer ${token}` },
    fetch: async (input: string | URL | Request, init?: RequestInit) =>
      app.request(new Request(input, init), undefined, env),
  }).api.v1;
}

test("the typed client speaks to the real routes", async () => {
  const api = client();
  const made = await api.keywords.$post({ json: { platform: "boss", keyword: "Java", city: "北京" } });
  expect(made.status).toBe(201);
  if (!made.ok) throw new Error((await made.json()).message);
  const { id } = (await made.json()).data;
  if (id === null) throw new Error("the keyword belongs to someone else");

  const listed = await api.keywords.$get({ query: { platform: "boss", limit: "10" } });
  if (!listed.ok) throw new Error((await listed.json()).message);
  const page = (await listed.json()).data;
  expect(page.items.map((keyword) => keyword.id)).toEqual([id]);
  expectTypeOf(page.items).toEqualTypeOf<Keyword[]>();
  expectTypeOf(page.next_cursor).toEqualTypeOf<string | null>();

  const paused = await api.keywords[":id"].actions[":action"].$post({ param: { id, action: "pause" } });
  if (!paused.ok) throw new Error((await paused.json()).message);
  expect((await paused.json()).data.state).toBe("paused");
});

test("an error is typed too", async () => {
  const answer = await client().keywords.$post({ json: { platform: "boss", keyword: "", city: "北京" } });
  expect(answer.ok).toBe(false);
  if (answer.ok) throw new Error("an empty keyword was taken");
  const { code, data } = await answer.json();
  expect(code).toBe("validation_failed");
  expect(data?.problems[0]).toMatchObject({ field: "keyword" });
});
