import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lock } from "../../../durable-objects/lock/client.ts";
import { readConfig } from "../../../shared/config.ts";
import { createLogger } from "../../../shared/log.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import { createRefreshStore } from "../../facts/refresh-store.ts";
import type { Mail } from "../../notify/mail.ts";
import { composeWebhooks } from "../../services/webhooks.ts";
import { createVault } from "../../vault/vault.ts";
import type { exampleLinks, exampleSubscription } from "./subscription-view.ts";

type View = Omit<typeof exampleSubscription, "endpoint_id" | "problem"> & { problem: string | null };
interface Made {
  subscription: View;
  feed: typeof exampleLinks | null;
}

const mails: Mail[] = [];
const sent: { id: string; body: string }[] = [];
let rows: Record<string, unknown>[] = [];
let api: IdentityApi;
let parts: ReturnType<typeof composeWebhooks>;
let lin: { id: string; token: string };

const event = (key: string, recorded: number, over: Record<string, unknown> = {}) => ({
  ...{ recorded, platform: "qcwy", job_key: key, at_ms: recorded, since_ms: null, kind: "seen_first" },
  ...{ before: null, after: null, title: `Java ${key}`, company_name: "电话 13812345678", city: "上海" },
  ...{
    salary_text: "1-2万",
    experience_text: null,
    degree_text: null,
    url: `https://jobs.51job.com/${key}.html`,
  },
  ...over,
});

beforeEach(async () => {
  for (const list of [mails, sent]) list.length = 0;
  rows = [];
  const config = readConfig(env);
  parts = composeWebhooks({
    ...{ config, db: drizzle(env.DB), vault: createVault(config.VAULT_KEYS) },
    identity: {
      rightsOf: (id) => api.identity.rightsOf(id),
      audit: { add: (line) => api.identity.audit.add(line) } as IdentityApi["identity"]["audit"],
    },
    resolver: { resolve: async () => [] },
    ask: (async () => rows) as never,
    sendMail: async (mail) => void mails.push(mail),
    lock: (name) => lock(env, name),
    sendWake: async () => {},
    clock: { now: () => api.now() },
    logger: createLogger({}, { write: () => {} }),
    sender: {
      send: async (_, message) => {
        sent.push(message);
        return {
          ...{ status: 204, tookMs: 3, error: null, gone: false, retryAfterMs: null },
          ...{ requestHeaders: {}, answerHeaders: {}, answerBody: "" },
        };
      },
    },
  });
  api = await identityApi({ webhooks: parts.webhooks, subscriptions: parts.subscriptions });
  lin = await api.signedIn("lin", ["analyst"]);
});
afterEach(reset);

/** The life of postings was looked at up to now. */
const pass = () =>
  createRefreshStore(drizzle(env.DB), "job_life").save({
    ...{ through: api.now(), startedAt: api.now(), finishedAt: api.now(), rows: 0 },
  });
const search = async ({ token } = lin, query = "text=java") =>
  (
    await api.call<{ id: string }>("POST", "/saved-searches", {
      token,
      json: { kind: "jobs", name: `s ${crypto.randomUUID()}`, query },
    })
  ).data.id;
const subscribe = async (json: object, { token } = lin) => {
  const { status, data, message } = await api.call<Made>("POST", "/subscriptions", { token, json });
  if (status !== 201) throw new Error(`${status} ${message}`);
  return data;
};
const list = async ({ token } = lin) =>
  (await api.call<{ items: View[] }>("GET", "/subscriptions", { token })).data.items;
const anonymous = (method: string, url: string, headers: Record<string, string> = {}) =>
  api.app.request(url.replace("https://dashboard.test", ""), { method, headers }, env);

test("a digest comes at its hour with contacts hidden from whoever may not see them, and its link ends it", async () => {
  await pass();
  const { subscription } = await subscribe({
    search_id: await search(lin, ""),
    channel: "mail",
    language: "en",
  });
  expect(subscription).toMatchObject({ frequency: "daily", hour: 8, time_zone: "Asia/Shanghai" });
  expect(subscription.next_send_at).toBeLessThanOrEqual(api.now() + DAY_MS);
  rows = [event("a", api.now() + 1)];
  api.pass(1000);
  await pass();
  await parts.subscriptions.run("test");
  expect(mails).toEqual([]);
  api.pass(DAY_MS);
  await parts.subscriptions.run("test");
  await parts.subscriptions.run("test");
  expect(mails).toMatchObject([{ to: "lin@example.com", subject: expect.stringContaining("1 updates") }]);
  expect(mails[0]?.text).toContain("Java a · 电话 ***");
  expect(mails[0]?.text).not.toContain("13812345678");
  expect((await list())[0]).toMatchObject({ told: 1, problem: null, last_sent_at: api.now() });

  const link = /<(.*)>/.exec(mails[0]?.headers?.["List-Unsubscribe"] ?? "")?.[1] ?? "";
  const page = await anonymous("GET", link);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toContain("form-action 'self'");
  expect(await page.text()).toContain('method="post"');
  // Opening the link changes nothing: scanners of mails do it.
  expect((await list())[0]?.enabled).toBe(true);
  const oneClick = { "content-type": "application/x-www-form-urlencoded" };
  expect((await anonymous("POST", link, oneClick)).status).toBe(200);
  expect((await anonymous("POST", link, oneClick)).status).toBe(200);
  expect((await list())[0]?.enabled).toBe(false);
  // The token opens nothing else.
  const token = new URL(link).searchParams.get("token");
  expect((await anonymous("GET", `/api/v1/feeds/atom?token=${token}`)).status).toBe(404);
  const bearer = { authorization: `Bearer ${token}` };
  expect((await anonymous("GET", "/api/v1/subscriptions", bearer)).status).toBe(401);
  expect((await anonymous("POST", link.replace(/.{43}$/, "x".repeat(43)))).status).toBe(404);
  rows = [event("b", api.now())];
  api.pass(2 * DAY_MS);
  await pass();
  await parts.subscriptions.run("test");
  expect(mails).toHaveLength(1);
});

test("a feed is read by its secret link until that is renewed, its owner loses access, or it ends", async () => {
  await pass();
  const { subscription, feed } = await subscribe({ search_id: await search(lin, ""), channel: "feed" });
  if (!feed) throw new Error("no link");
  rows = [event("a", api.now() + 1), event("b", api.now() + 2, { kind: "closed" })];
  api.pass(1000);
  await pass();
  await parts.subscriptions.run("test");
  const atom = await anonymous("GET", feed.atom_url);
  expect(atom.status).toBe(200);
  expect(atom.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
  const xml = await atom.text();
  expect(xml).toContain("Java a · 电话 ***");
  expect(xml).not.toContain("13812345678");
  const etag = atom.headers.get("etag") ?? "";
  for (const known of [etag, `W/${etag}`])
    expect((await anonymous("GET", feed.atom_url, { "if-none-match": known })).status).toBe(304);
  const json = (await (await anonymous("GET", feed.json_url)).json()) as { items: { tags: string[] }[] };
  expect(json.items.map(({ tags }) => tags[0])).toEqual(["closed", "new"]);

  const shown = await Promise.all([
    api.call("GET", "/subscriptions", { token: lin.token }),
    env.DB.prepare("select * from subscriptions").all(),
    env.DB.prepare("select * from audit_log").all(),
  ]);
  expect(JSON.stringify(shown)).not.toContain(new URL(feed.atom_url).searchParams.get("token"));

  const renewed = await api.call<typeof exampleLinks>(
    "POST",
    `/subscriptions/${subscription.id}/renew-feed`,
    { token: lin.token },
  );
  expect((await anonymous("GET", feed.atom_url)).status).toBe(404);
  expect((await anonymous("GET", renewed.data.atom_url)).status).toBe(200);

  await env.DB.prepare("update users set disabled = 1 where id = ?").bind(lin.id).run();
  expect((await anonymous("GET", renewed.data.atom_url)).status).toBe(404);
  await env.DB.prepare("update users set disabled = 0 where id = ?").bind(lin.id).run();
  expect((await anonymous("GET", renewed.data.atom_url)).status).toBe(200);
  await api.call("DELETE", `/subscriptions/${subscription.id}`, { token: lin.token });
  expect((await anonymous("GET", renewed.data.atom_url)).status).toBe(404);
  expect(await list()).toEqual([]);
});

test("an owner who lost access is told nothing, not what happened meanwhile either", async () => {
  await pass();
  await subscribe({ search_id: await search(lin, ""), channel: "mail", frequency: "hourly" });
  const roles = (await env.DB.prepare("select * from user_roles where user_id = ?").bind(lin.id).all())
    .results;
  await env.DB.prepare("delete from user_roles where user_id = ?").bind(lin.id).run();
  rows = [event("a", api.now() + 1)];
  api.pass(DAY_MS);
  await pass();
  await parts.subscriptions.run("test");
  expect(mails).toEqual([]);
  const insert = `insert into user_roles (${Object.keys(roles[0] ?? {}).join(", ")}) values (${Object.keys(
    roles[0] ?? {},
  )
    .map(() => "?")
    .join(", ")})`;
  await env.DB.prepare(insert)
    .bind(...Object.values(roles[0] ?? {}))
    .run();
  api.identity.forgetPrincipals();
  expect((await list())[0]).toMatchObject({ problem: "its owner may not read postings", told: 0 });
  rows = [event("b", api.now() + 1)];
  api.pass(DAY_MS);
  await pass();
  await parts.subscriptions.run("test");
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain("Java b");
  expect(mails[0]?.text).not.toContain("Java a");
  // A mail that was made and not yet sent is dropped too.
  rows = [event("c", api.now() + 1)];
  api.pass(1000);
  await pass();
  await parts.subscriptions.run("test");
  await env.DB.prepare("delete from user_roles where user_id = ?").bind(lin.id).run();
  api.pass(DAY_MS);
  await parts.subscriptions.run("test");
  expect(mails).toHaveLength(1);
  const states = await env.DB.prepare("select state from subscription_mails order by created_at").all();
  expect(states.results).toEqual([{ state: "sent" }, { state: "dropped" }]);
});

test("a webhook goes to an endpoint of the same person, and is not sent once the subscription has ended", async () => {
  await pass();
  const chen = await api.signedIn("chen", ["operator"]);
  const endpoint = async (token: string | undefined, events = ["search.matched"]) =>
    (
      await api.call<{ endpoint: { id: string } }>("POST", "/webhook-endpoints", {
        ...(token && { token }),
        json: { description: "x", url: "https://hooks.warehouse.com/", events },
      })
    ).data.endpoint.id;
  const own = await endpoint(chen.token);
  const refused = async (id: string, { token } = chen) =>
    (
      await api.call("POST", "/subscriptions", {
        token,
        json: { search_id: await search({ token, id: "" }, ""), channel: "webhook", endpoint_id: id },
      })
    ).status;
  expect(await refused(await endpoint(undefined))).toBe(422);
  expect(await refused(await endpoint(chen.token, ["alert.fired"]))).toBe(422);
  expect(await refused(own, lin)).toBe(422);
  const { subscription } = await subscribe(
    { search_id: await search(chen, ""), channel: "webhook", endpoint_id: own },
    chen,
  );
  const step = async (key: string) => {
    rows = [event(key, api.now() + 1)];
    api.pass(1000);
    await pass();
    await parts.subscriptions.run("test");
  };
  await step("a");
  await parts.webhooks.run(1000);
  await parts.webhooks.run(1000);
  expect(sent.map(({ body }) => JSON.parse(body))).toMatchObject([
    {
      type: "search.matched",
      data: {
        subscription_id: subscription.id,
        matches: [{ id: expect.stringMatching(/^qcwy:a:seen_first:/) }],
      },
    },
  ]);
  // Operators see recruiters.
  expect(sent[0]?.body).toContain("13812345678");
  await step("b");
  await api.call("PATCH", `/subscriptions/${subscription.id}`, {
    token: chen.token,
    json: { enabled: false },
  });
  await parts.webhooks.run(1000);
  expect(sent).toHaveLength(1);
  const log = await api.call<{ items: { state: string }[] }>(
    "GET",
    `/webhook-deliveries?endpoint_id=${own}&state=dropped`,
    { token: chen.token },
  );
  expect(log.data.items).toMatchObject([{ state: "dropped", error: "the subscription has ended" }]);
  // An analyst reads neither endpoints nor their log.
  for (const path of ["/webhook-endpoints", "/webhook-deliveries"])
    expect((await api.call("GET", path, { token: lin.token })).status).toBe(403);
});

test("who sees no contacts cannot lead another person's matches elsewhere", async () => {
  const chen = await api.signedIn("chen", ["operator"]);
  const json = { description: "x", url: "https://hooks.warehouse.com/", events: ["search.matched"] };
  const made = await api.call<{ endpoint: { id: string } }>("POST", "/webhook-endpoints", {
    token: chen.token,
    json,
  });
  await api.addRole("hooks", ["PATCH /webhook-endpoints/{id}"]);
  const wang = await api.signedIn("wang", ["hooks"]);
  const change = async ({ token }: { token: string }, json: object) =>
    (await api.call("PATCH", `/webhook-endpoints/${made.data.endpoint.id}`, { token, json })).status;
  const url = "https://other.warehouse.com/";
  expect(await change(wang, { url })).toBe(403);
  // Nor by leaving the event out meanwhile.
  expect(await change(wang, { events: ["alert.fired"] })).toBe(200);
  expect(await change(wang, { url, events: ["search.matched"] })).toBe(403);
  expect(await change(chen, { url })).toBe(200);
});

test("nobody sees or changes a subscription of another person", async () => {
  await pass();
  const { subscription } = await subscribe({ search_id: await search(), channel: "feed" });
  const path = `/subscriptions/${subscription.id}`;
  expect((await api.call<{ items: View[] }>("GET", "/subscriptions")).data.items).toEqual([]);
  for (const [method, more, json] of [
    ["PATCH", "", { enabled: false }],
    ["DELETE", "", undefined],
    ["POST", "/renew-feed", undefined],
  ] as const)
    expect((await api.call(method, path + more, { json })).status).toBe(404);
  // Nor subscribes to a search that is not shared with them.
  expect(
    (await api.call("POST", "/subscriptions", { json: { search_id: await search(), channel: "mail" } }))
      .status,
  ).toBe(404);
});

test("ClickHouse is asked only after a pass over the life of postings", async () => {
  await pass();
  await subscribe({ search_id: await search(lin, ""), channel: "mail" });
  let asked = 0;
  rows = new Proxy([] as Record<string, unknown>[], {
    get: (target, name) => {
      if (name === "length") asked += 1;
      return Reflect.get(target, name);
    },
  });
  api.pass(3 * DAY_MS);
  await parts.subscriptions.run("test");
  expect(asked).toBe(0);
  await pass();
  await parts.subscriptions.run("test");
  expect(asked).toBeGreaterThan(0);
});
