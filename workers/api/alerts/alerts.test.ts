/** Alerts, rules and channels by the API, over real people in D1 and the real vault. */
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import type { Problems } from "../../../tests/edge/api/test-api.ts";

let api: IdentityApi;
beforeAll(async () => {
  api = await identityApi();
});
afterAll(reset);

interface Rule {
  id: string;
  built_in: string | null;
  name: string;
  enabled: boolean;
  edited: boolean;
  open_alerts: number;
}
const rules = async (): Promise<Rule[]> =>
  (await api.call<{ items: Rule[] }>("GET", "/alert-rules")).data.items;
const NEW = { metric: "jobdata_dead_letters", comparison: "gt", threshold: 0, severity: "warning" };
const audited = async (action: string) =>
  (await api.call<{ items: { after: unknown }[] }>("GET", `/audit-log?action=${action}`)).data.items;

describe("rules", () => {
  test("the built-in ones can be changed, switched off and reset, not deleted", async () => {
    const blocked = (await rules()).find(({ built_in: name }) => name === "platform-blocked");
    const path = `/alert-rules/${blocked?.id}`;
    expect(blocked).toMatchObject({ enabled: true, edited: false });
    const json = { enabled: false, window_s: 60 };
    expect((await api.call("PATCH", path, { json })).data).toMatchObject({ ...json, edited: true });
    expect((await api.call("DELETE", path)).code).toBe("invalid_state");
    const back = await api.call("POST", `${path}/reset`);
    expect(back.data).toMatchObject({ enabled: true, window_s: 0, edited: false });
    expect(await audited("alert-rule.reset")).toHaveLength(1);
  });

  test("labels belong to the metric, receivers exist, names are taken once", async () => {
    const make = (over: object) =>
      api.call<Problems>("POST", "/alert-rules", { json: { ...NEW, name: "Letters", ...over } });
    expect((await make({ labels: { platform: "boss" } })).data.problems).toMatchObject([
      { field: "labels.platform" },
    ]);
    expect((await make({ metric: "up" })).status).toBe(422);
    expect((await make({ user_ids: [crypto.randomUUID()] })).data.problems).toMatchObject([
      { field: "user_ids.0" },
    ]);
    expect((await make({ channel_ids: [crypto.randomUUID()] })).status).toBe(422);
    expect((await make({ threshold: Number.NaN })).status).toBe(422);
    expect((await make({ name: "two\r\nlines" })).status).toBe(422);
    expect((await make({})).status).toBe(201);
    expect((await make({})).status).toBe(409);
  });

  test("a rule says when none of its receivers can be told any more", async () => {
    interface Receivers {
      id: string;
      receivers_lost: boolean;
    }
    const [gone, here] = [await api.addPerson("gone", []), await api.addPerson("here", [])];
    const made = await api.call<Receivers>("POST", "/alert-rules", {
      json: { ...NEW, name: "Lost", user_ids: [gone] },
    });
    expect(made.data).toMatchObject({ receivers_lost: false });
    await env.DB.prepare("update users set disabled = 1 where id = ?").bind(gone).run();
    const path = `/alert-rules/${made.data.id}`;
    expect((await api.call<Receivers>("GET", path)).data.receivers_lost).toBe(true);
    expect((await rules()).find(({ id }) => id === made.data.id)).toMatchObject({ receivers_lost: true });
    const changed = await api.call<Receivers>("PATCH", path, { json: { user_ids: [here] } });
    expect(changed.data.receivers_lost).toBe(false);
  });

  test("a preview says how many series would fire now, and stores nothing", async () => {
    const before = (await rules()).length;
    const preview = async (threshold: number) =>
      (
        await api.call("POST", "/alert-rules/preview", {
          json: { metric: NEW.metric, comparison: "gt", threshold },
        })
      ).data;
    expect(await preview(2)).toMatchObject({ series: 1, firing: 1, items: [{ value: 3, firing: true }] });
    expect(await preview(3)).toMatchObject({ series: 1, firing: 0 });
    expect(await rules()).toHaveLength(before);
  });

  test("people are found by name, without their addresses", async () => {
    await api.addPerson("carol", ["analyst"]);
    const { data } = await api.call<{ people: object[] }>("GET", "/alert-rules/people?search=caro");
    expect(data.people).toEqual([{ id: expect.any(String), name: "carol" }]);
  });
});

describe("alerts", () => {
  test("one is taken over with a reason, by a person, once; many at a time by their rule", async () => {
    const ruleId = await api.make("/alert-rules", { ...NEW, name: "Taken over" });
    await api.services.alerts.rules.get(ruleId);
    for (const id of ["a", "b", "c"])
      await env.DB.prepare(
        `insert into alerts (id, rule_id, series, platform, state, condition, severity, threshold, since, started_at, told)
          values (?, ?, ?, 'boss', 'firing', 'firing', 'warning', 0, 1, 1, 1)`,
      )
        .bind(crypto.randomUUID(), ruleId, JSON.stringify({ kind: id }))
        .run();
    const list = async (query: string) =>
      (await api.call<{ items: { id: string; labels: object }[] }>("GET", `/alerts?rule=${ruleId}&${query}`))
        .data.items;
    expect(await list("state=open&severity=warning&platform=boss")).toHaveLength(3);
    expect(await list("platform=qcwy")).toEqual([]);
    const first = await api.call<{ items: { id: string }[]; next_cursor: string }>("GET", "/alerts?limit=2");
    const others = await api.call("GET", `/alerts?limit=2&cursor=${first.data.next_cursor}`);
    expect(others.data).toMatchObject({ items: [{ rule: { id: ruleId } }], next_cursor: null });
    const [one] = await list("state=open");
    const path = `/alerts/${one?.id}/acknowledge`;
    expect((await api.call("POST", path, { json: { note: "" } })).status).toBe(422);
    const note = "I look after it";
    const done = await api.call("POST", path, { json: { note } });
    expect(done.data).toMatchObject({ state: "acknowledged", condition: "firing", note });
    expect((await api.call("POST", path, { json: { note } })).code).toBe("invalid_state");
    expect(await audited("alert.acknowledge")).toMatchObject([{ after: { note } }]);
    expect((await api.call("GET", `/alerts/${one?.id}`)).data).toMatchObject({
      events: [{ event: "acknowledged", note }],
    });
    const rest = await api.call("POST", "/alerts/acknowledge", { json: { rule: ruleId, note } });
    expect(rest.data).toEqual({ acknowledged: 2 });
    expect((await api.call("POST", "/alerts/acknowledge", { json: { note } })).status).toBe(422);
    expect(await list("state=acknowledged")).toHaveLength(3);
    expect((await api.call("GET", "/alerts/counts")).data).toMatchObject({ firing: 0, acknowledged: 3 });
  });
});

describe("channels", () => {
  const SECRET = "SECd0d0caca";
  const TARGET = "https://oapi.dingtalk.com/robot/send?access_token=TOKEN123";
  const create = (json: object) =>
    api.call<{ id: string } & Problems>("POST", "/alert-channels", { json: { name: "Group", ...json } });

  test("target and secret are sealed, and stand in no answer, row or line of the audit log", async () => {
    const { data, status } = await create({ kind: "dingtalk", target: TARGET, secret: SECRET });
    expect(status).toBe(201);
    expect(data).toMatchObject({ target: "https://oapi.dingtalk.com/***", signed: true });
    const path = `/alert-channels/${data.id}`;
    // A form that sends back what it was shown changes nothing of it.
    const same = { target: "https://oapi.dingtalk.com/***", name: "Other" };
    expect((await api.call("PATCH", path, { json: same })).data).toMatchObject({
      name: "Other",
      signed: true,
    });
    expect((await api.call("POST", `${path}/test`)).data).toEqual({ delivered: true, error: null });
    const told = await Promise.all([
      api.call("GET", path),
      api.call("GET", "/alert-channels"),
      api.call("GET", "/audit-log"),
      env.DB.prepare("select * from alert_channels").all(),
      env.DB.prepare("select * from audit_log").all(),
    ]);
    expect(JSON.stringify([data, told])).not.toMatch(/TOKEN123|d0d0caca/);
    // Whoever changes the target does not get messages signed with the secret of the old one.
    const moved = { target: "https://oapi.dingtalk.com/robot/send?access_token=other" };
    expect((await api.call("PATCH", path, { json: moved })).data).toMatchObject({ signed: false });
  });

  test.each([
    ["slack", "https://hooks.example.org/services/x", "target"],
    ["feishu", "http://open.feishu.cn/open-apis/bot/v2/hook/x", "target"],
    ["webhook", "http://169.254.169.254/latest/meta-data", "target"],
    ["webhook", "http://10.0.0.1/", "target"],
    ["email", "ops@example.com\r\nBcc: all@example.com", "target"],
    ["email", "not an address", "target"],
  ])("%s does not take %s", async (kind, target, field) => {
    const { status, data } = await create({ kind, target });
    expect([status, data.problems[0]?.field]).toEqual([422, field]);
  });

  test("a secret that the service does not know, or of another form, is refused", async () => {
    const wecom = { kind: "wecom", target: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1" };
    expect((await create({ ...wecom, secret: "x" })).data.problems[0]).toMatchObject({ field: "secret" });
    const webhook = { kind: "webhook", target: "https://hooks.warehouse.com/x" };
    expect((await create({ ...webhook, secret: "plain" })).status).toBe(422);
    expect((await create({ ...webhook, secret: `whsec_${btoa("x".repeat(24))}` })).status).toBe(201);
  });

  test("a rotation of the vault's key covers them", async () => {
    const { data } = await api.call<{ kinds: { kind: string }[] }>("POST", "/vault/rotate");
    expect(data.kinds.map(({ kind }) => kind)).toContain("alert-channel");
  });
});

test("who may only read sees alerts, and changes nothing", async () => {
  await api.addRole("watcher", ["GET /alerts", "GET /alert-rules"]);
  const { token } = await api.signedIn("watcher", ["watcher"]);
  expect((await api.call("GET", "/alerts", { token })).status).toBe(200);
  const [rule] = await rules();
  expect(
    (await api.call("PATCH", `/alert-rules/${rule?.id}`, { json: { enabled: false }, token })).status,
  ).toBe(403);
  expect((await api.call("POST", "/alert-rules/preview", { json: {}, token })).status).toBe(403);
  expect((await api.call("GET", "/alert-channels", { token })).status).toBe(403);
});
