/** Who may watch what, over the real feed: topics are checked when a socket is opened and each time it is renewed. */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Task } from "../../../shared/contracts/task.ts";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { testApi } from "../../../tests/edge/api/test-api.ts";
import { emptyStorage } from "../../../tests/edge/empty-storage.ts";

beforeAll(async () => {
  await emptyStorage();
  await applyD1Migrations(env.DB, inject("d1Migrations"));
});
afterAll(emptyStorage);

type Opened = { socket: string; ticket: string; refused: string[] };
const as = (over: Partial<typeof SUPERUSER> = {}) => testApi({}, { principal: { ...SUPERUSER, ...over } });
const open = (api: ReturnType<typeof testApi>, group: string, topics: unknown) =>
  api.call<Opened>("POST", `/live/${group}/sockets`, { json: { topics } });

test("only what the caller may read and reach is told; the rest is named without a reason", async () => {
  const { data } = await as().call<{ task: Task }>("POST", "/tasks", {
    json: { kind: "data.validate", input: { from: "2026-11-01", to: "2026-11-02" } },
  });
  const mine = `task:${data.task.id}`;
  const absent = "task:019aab3e-7c00-8f03-9d1c-5a0c4be17f20";
  const topics = [mine, mine, absent, "queue:default", "queue:none", "bulk:x", "keywords", "", "task:"];
  const refusedOf = async (over: Partial<typeof SUPERUSER>) =>
    (await open(as(over), "tasks", topics)).data.refused;
  const never = [absent, "queue:none", "bulk:x", "keywords", "", "task:"];
  expect(await refusedOf({})).toEqual(never);
  expect(await refusedOf({ reach: { kind: "own", userId: "someone" } })).toEqual([mine, ...never]);
  const permissions = new Set(["POST /api/v1/live/{group}/sockets", "GET /api/v1/tasks/queues"]);
  expect(await refusedOf({ superuser: false, permissions })).toEqual([mine, ...never]);
  const scopes = new Set(["read"]);
  expect(await refusedOf({ scopes })).toEqual([mine, absent, "queue:default", ...never.slice(1)]);
});

test("a socket is opened by its ticket and renewed by its user; a stranger's is not there", async () => {
  const opened = await open(as(), "bulk", []);
  expect(opened.status).toBe(201);
  const answer = await env.LIVE_FEED.getByName("bulk").fetch(
    `https://api.test/api/v1/live/bulk?ticket=${opened.data.ticket}`,
    { headers: { upgrade: "websocket" } },
  );
  expect(answer.status).toBe(101);
  answer.webSocket?.accept();
  const renew = (api: ReturnType<typeof testApi>) =>
    api.call("PUT", `/live/bulk/sockets/${opened.data.socket}`, { json: { topics: [] } });
  expect(await renew(as({ userId: "someone" }))).toMatchObject({ status: 404 });
  expect(await renew(as())).toMatchObject({ status: 200, data: { refused: [] } });
  answer.webSocket?.close(1000, "bye");
});

test.each([[["x".repeat(61)]], [Array.from({ length: 33 }, (_, n) => `task:${n}`)], ["keywords"]])(
  "refuses %j",
  async (topics) => {
    expect((await open(as(), "tasks", topics)).status).toBe(422);
  },
);

test("the limit of people counts, not that of programs only", async () => {
  const limits = { api: async () => false, machine: async () => true, signIn: async () => true };
  const api = testApi({ limits }, { principal: SUPERUSER });
  expect((await open(api, "tasks", [])).status).toBe(429);
});

test("there are no other groups", async () => {
  expect((await open(as(), "users", [])).status).toBe(422);
});
