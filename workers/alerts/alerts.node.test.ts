import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, test } from "vitest";
import { MESSAGE_SPAN_MS } from "../../shared/contracts/alert.ts";
import type { Sample } from "../../shared/contracts/metrics.ts";
import { createLogger } from "../../shared/log.ts";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import { memoryLocks } from "../../tests/support/schedule-stage.ts";
import { sqliteD1 } from "../../tests/support/sqlite-d1.ts";
import type { Database } from "../db/run-batch.ts";
import { createRefreshStore } from "../facts/refresh-store.ts";
import type { SendNotice } from "../notify/send-notice.ts";
import type { Vault } from "../vault/vault.ts";
import { createAlertEvents } from "../webhooks/alert-events.ts";
import type { EmittedEvent } from "../webhooks/webhooks.ts";
import { type Alerts, createAlerts } from "./create-alerts.ts";

const RULE = {
  metric: "jobdata_dead_letters",
  labels: {},
  comparison: "gt",
  threshold: 0,
  windowS: 0,
  severity: "warning",
  noData: "keep",
  enabled: true,
  mutedUntil: null,
  channelIds: [] as string[],
} as const;

let now: number;
let sqlite: DatabaseSync;
let db: Database;
let samples: Sample[];
let alerts: Alerts;
let sent: { to: string; title: string; id: string; text: string }[];
let answer: (to: string) => string | null;
let ids: number;

const send: SendNotice = async (_kind, { target }, { title, id, lines, more }) => {
  sent.push({ to: target, title, id, text: [...lines.map(({ text }) => text), more].join("\n") });
  return answer(target);
};

/** The real one needs Workers; workers/api/alert-channels tests the sealing. */
const vault: Vault = {
  currentKeyId: "test",
  seal: async (_kind, id, plain) => `${id} ${plain}`,
  open: async (_kind, id, sealed) => sealed.slice(id.length + 1),
};

beforeEach(async () => {
  now = 1_800_000_000_000;
  sqlite = new DatabaseSync(":memory:");
  db = sqliteD1(sqlite);
  [samples, sent, answer, ids] = [[], [], () => null, 0];
  alerts = createAlerts({
    db,
    lock: memoryLocks({ now: () => now })("alerts"),
    vault,
    send: (...all) => send(...all),
    readMetrics: async () => samples,
    language: "en",
    stats: { ask: async () => [], newestStored: async () => null, emitReport: async () => 0 },
    publicUrl: "https://dashboard.test",
    clock: { now: () => now },
    newId: () => `id-${String(++ids).padStart(6, "0")}`,
    logger: createLogger({}, { write: () => {} }),
  });
  for (const name of ["ann", "bob"])
    sqlite.exec(`insert into users (id, name, email, email_verified, created_at, updated_at, two_factor_enabled,
      username, disabled, must_change_password)
      values ('${name}', '${name}', '${name}@example.com', 0, 0, 0, 0, '${name}', 0, 0)`);
});

const letters = (...values: number[]): Sample[] =>
  values.map((value, n) => ({ name: "jobdata_dead_letters", labels: { kind: `k${n}` }, value }));
/** Only one rule is on, so that a test sees no other alert. */
async function oneRule(over: object = {}) {
  await alerts.rules.all(now);
  sqlite.exec("update alert_rules set enabled = 0");
  const rule = { ...RULE, id: "rule", builtIn: null, name: "Letters", userIds: ["ann"], ...over };
  await alerts.rules.create({ ...rule, createdAt: now, updatedAt: now, deletedAt: null });
}
async function tick() {
  now += 2 * MINUTE_MS;
  const report = await alerts.run("tick");
  if ("skipped" in report) throw new Error("skipped");
  return report;
}
const count = (table: string) => Number(sqlite.prepare(`select count(*) as n from ${table}`).get()?.n);

test("the built-in rules are there once, and a quiet system writes and sends nothing", async () => {
  await tick();
  const before = sqlite.prepare("select count(*) as n, total_changes() as c from alert_rules").get();
  expect(Number(before?.n)).toBeGreaterThanOrEqual(10);
  expect(await tick()).toMatchObject({ rows: 0, open: 0, sent: 0 });
  expect(sqlite.prepare("select count(*) as n, total_changes() as c from alert_rules").get()).toEqual(before);
});

test("an alert fires once, is told once, and its end is told", async () => {
  await oneRule();
  samples = letters(3);
  expect(await tick()).toMatchObject({ begun: 1, sent: 1 });
  expect(await tick()).toMatchObject({ begun: 0, rows: 0, sent: 0 });
  expect(sent).toMatchObject([
    {
      to: "ann@example.com",
      title: "JobData: 1 firing",
      text: expect.stringContaining("Letters – k0: 3 (> 0)"),
    },
  ]);
  samples = letters(0);
  expect(await tick()).toMatchObject({ resolved: 1, sent: 1, open: 0 });
  expect(sent[1]).toMatchObject({ title: "JobData: 1 resolved" });
  const [alert] = await alerts.alerts.list({}, 10);
  expect(alert).toMatchObject({ state: "resolved", resolution: "condition_over" });
  const history = await alerts.alerts.events(alert?.id ?? "");
  expect(history.map(({ event }) => event)).toEqual(["firing", "resolved"]);
});

test("1,000 firings are one message a person, however they come, and at most 3 in ten minutes", async () => {
  await oneRule({ userIds: ["ann", "bob"] });
  samples = letters(...Array.from({ length: 1000 }, () => 1));
  expect(await tick()).toMatchObject({ begun: 1000, sent: 2 });
  expect(sent[0]?.title).toBe("JobData: 1000 firing");
  expect(sent[0]?.text).toContain("and 980 more");
  // The worst case: all of them end and begin again at every evaluation.
  for (let n = 0; n < 4; n++) {
    samples = letters(...Array.from({ length: 1000 }, () => n % 2));
    await tick();
  }
  expect(sent.filter(({ to }) => to === "ann@example.com")).toHaveLength(3);
  now += MESSAGE_SPAN_MS;
  const last = await tick();
  expect(last).toMatchObject({ sent: 2, held: 0 });
  // What came meanwhile is gathered.
  expect(sent.at(-1)?.text).toContain("and 1980 more");
});

test("a window is judged from what earlier evaluations saw, and a gap begins it anew", async () => {
  await oneRule({ windowS: 300 });
  samples = letters(1);
  for (const begun of [0, 0, 0, 1]) expect((await tick()).begun).toBe(begun);
  samples = letters(0);
  await tick();
  samples = letters(1);
  await tick();
  now += 3_600_000;
  expect((await tick()).begun).toBe(0);
  expect(count("alert_watches")).toBe(1);
});

test("a muted rule has alerts that are told only when the mute is over", async () => {
  await oneRule({ mutedUntil: now + 5 * MINUTE_MS });
  samples = letters(1);
  expect(await tick()).toMatchObject({ begun: 1, messages: 0 });
  expect(await tick()).toMatchObject({ messages: 0 });
  expect(await tick()).toMatchObject({ messages: 1, sent: 1 });
  expect(await tick()).toMatchObject({ rows: 0 });
});

test("a person takes an alert over: who, when and why are kept, and its end is told all the same", async () => {
  await oneRule();
  samples = letters(1, 1);
  await tick();
  const [first, second] = await alerts.alerts.list({ state: "open" }, 10);
  const by = { name: "bob", note: "I replay them", at: now + 1 };
  expect(await alerts.alerts.acknowledge({ ids: [first?.id ?? ""] }, by)).toEqual([first?.id]);
  expect(await alerts.alerts.acknowledge({ ids: [first?.id ?? ""] }, by)).toEqual([]);
  expect(await alerts.alerts.get(first?.id ?? "")).toMatchObject({
    state: "acknowledged",
    acknowledgedBy: "bob",
    acknowledgedAt: now + 1,
    note: "I replay them",
  });
  expect(await alerts.alerts.counts()).toEqual({ acknowledged: 1, firing: 1 });
  expect(await alerts.alerts.unacknowledge(first?.id ?? "", { ...by, at: now + 2 })).toBe(true);
  expect(await alerts.alerts.acknowledge({ ruleId: "rule" }, { ...by, at: now + 3 })).toHaveLength(2);
  samples = letters(0, 0);
  expect(await tick()).toMatchObject({ resolved: 2, sent: 1 });
  const events = (await alerts.alerts.events(first?.id ?? "")).map(({ event }) => event);
  expect(events).toEqual(["firing", "acknowledged", "unacknowledged", "acknowledged", "resolved"]);
  expect(second?.state).toBe("firing");
});

describe("what dies in the middle", () => {
  test("between sending and noting: the same message is sent again under the same id, and then never again", async () => {
    await oneRule();
    samples = letters(1);
    const end = alerts.messages.end;
    alerts.messages.end = () => Promise.reject(new Error("killed"));
    await expect(tick()).rejects.toThrow("killed");
    alerts.messages.end = end;
    for (let n = 0; n < 5; n++) await tick();
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);
  });

  test("an evaluation that another one overtook writes nothing and tells nobody twice", async () => {
    await oneRule();
    samples = letters(1);
    const known = alerts.alerts.known;
    const stale = await known();
    await tick();
    alerts.alerts.known = async () => stale;
    expect(await tick()).toMatchObject({ begun: 0, messages: 0 });
    alerts.alerts.known = known;
    await tick();
    expect(sent).toHaveLength(1);
    expect(count("alerts")).toBe(1);
    expect(count("alert_messages")).toBe(1);
    const open = await known();
    samples = letters(0);
    await tick();
    alerts.alerts.known = async () => open;
    expect(await tick()).toMatchObject({ resolved: 0, messages: 0 });
    expect(sent).toHaveLength(2);
  });

  test("a batch that fails half-way leaves no alert without its message", async () => {
    await oneRule();
    samples = letters(1);
    sqlite.exec(
      "create trigger broken before insert on alert_messages begin select raise(abort, 'broken'); end",
    );
    await expect(tick()).rejects.toThrow();
    expect(count("alerts")).toBe(0);
    sqlite.exec("drop trigger broken");
    expect(await tick()).toMatchObject({ begun: 1, sent: 1 });
  });
});

test("a target that fails is tried again ever later, and given up visibly", async () => {
  await oneRule();
  samples = letters(1);
  answer = () => "the target answered 503";
  for (const failed of [1, 1, 0, 1, 0, 0, 0, 1]) expect(await tick()).toMatchObject({ failed });
  for (let n = 0; n < 400; n++) await tick();
  expect(sent).toHaveLength(14);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  expect(await alerts.messages.list({ state: "failed" }, 5)).toMatchObject([
    { receiver: "user:ann", attempts: 14, error: "the target answered 503" },
  ]);
});

test("someone who left gets nothing; a rule without receivers tells the default channels", async () => {
  await oneRule({ userIds: [] });
  const fields = { name: "Ops", kind: "webhook", language: "zh", getsReport: false, enabled: true } as const;
  const secret = { target: "https://hooks.example.com/secret", secret: null };
  await alerts.createChannel({ ...fields, isDefault: true }, secret);
  await alerts.createChannel(
    { ...fields, name: "Other", isDefault: false },
    { ...secret, target: "https://b.c/d" },
  );
  samples = letters(1);
  await tick();
  expect(sent).toMatchObject([{ to: "https://hooks.example.com/secret", title: "JobData: 1 条告警" }]);
  expect(sent[0]?.text).toContain("[告警 · 警告] Letters");
  // Between the evaluation and the mail: then the message fails, and says why.
  sqlite.exec(`update alert_rules set user_ids = '["bob"]'`);
  samples = letters(0);
  const { due } = alerts.messages;
  alerts.messages.due = (...all) => {
    sqlite.exec("update users set disabled = 1 where id = 'bob'");
    return due(...all);
  };
  await tick();
  expect(sent).toHaveLength(1);
  expect(await alerts.messages.list({ state: "failed" }, 5)).toMatchObject([{ receiver: "user:bob" }]);
});

test("a rule whose only receivers are off or gone tells the default channels: an alert that nobody hears is none", async () => {
  const fields = { kind: "webhook", language: "zh", getsReport: false } as const;
  const secret = { target: "https://hooks.example.com/own", secret: null };
  const off = await alerts.createChannel(
    { ...fields, name: "Own", isDefault: false, enabled: false },
    secret,
  );
  const target = "https://hooks.example.com/default";
  await alerts.createChannel(
    { ...fields, name: "Ops", isDefault: true, enabled: true },
    { ...secret, target },
  );
  await oneRule({ userIds: [], channelIds: [off.id, "gone"] });
  samples = letters(1);
  await tick();
  expect(sent.map(({ to }) => to)).toEqual([target]);
  // So does one that names a person who left, until somebody else is named too.
  sqlite.exec(`update alert_rules set user_ids = '["bob"]'; update users set disabled = 1 where id = 'bob'`);
  samples = letters(0);
  await tick();
  expect(sent.map(({ to }) => to)).toEqual([target, target]);
  sqlite.exec(`update alert_rules set user_ids = '["bob", "ann"]'`);
  samples = letters(1);
  await tick();
  expect(sent.map(({ to }) => to)).toEqual([target, target, "ann@example.com"]);
});

test("ended alerts go after 90 days; a dry run only counts", async () => {
  await oneRule();
  samples = letters(1);
  await tick();
  samples = letters(0);
  await tick();
  samples = letters(0, 1);
  await tick();
  const before = now + DAY_MS;
  expect(await alerts.alerts.deleteBefore(before, true)).toBe(4);
  expect(count("alerts")).toBe(2);
  expect(await alerts.alerts.deleteBefore(before, false)).toBe(4);
  expect(count("alerts")).toBe(1);
  expect(count("alert_events")).toBe(1);
});

test("an end within a mute is told when the mute is over, where the beginning was told", async () => {
  await oneRule();
  samples = letters(1, 1);
  await tick();
  expect(sent.splice(0)).toHaveLength(1);
  const mutedUntil = now + 7 * MINUTE_MS;
  sqlite.exec(`update alert_rules set muted_until = ${mutedUntil}`);
  samples = letters(0, 1, 5);
  expect(await tick()).toMatchObject({ begun: 1, resolved: 1, messages: 0 });
  const endedAt = now;
  // The one that began in the mute ends in it, too: nobody knows of it.
  samples = letters(0, 1, 0);
  expect(await tick()).toMatchObject({ resolved: 1, messages: 0 });
  // The first one fires again: both is told, the end first.
  samples = letters(2, 1, 0);
  expect(await tick()).toMatchObject({ begun: 1, messages: 0 });
  expect(sent).toEqual([]);
  expect(await tick()).toMatchObject({ messages: 1, sent: 1 });
  expect(now).toBeGreaterThanOrEqual(mutedUntil);
  expect(sent[0]?.title).toBe("JobData: 1 firing, 1 resolved");
  const items = JSON.parse(
    String(sqlite.prepare("select items from alert_messages order by created_at desc").get()?.items),
  );
  expect(items).toMatchObject([
    { event: "resolved", labels: { kind: "k0" }, at: endedAt },
    { event: "firing", labels: { kind: "k0" }, at: now },
  ]);
  // Once.
  expect(await tick()).toMatchObject({ rows: 0, messages: 0 });
});

test("an end within a mute that is lifted early is told then; one whose rule is deleted is told to nobody", async () => {
  await oneRule();
  samples = letters(1);
  await tick();
  sqlite.exec(`update alert_rules set muted_until = ${now + DAY_MS}`);
  samples = letters(0);
  await tick();
  await tick();
  expect(sent).toHaveLength(1);
  sqlite.exec("update alert_rules set muted_until = null");
  expect(await tick()).toMatchObject({ messages: 1 });
  expect(sent[1]?.title).toBe("JobData: 1 resolved");

  samples = letters(1);
  await tick();
  sqlite.exec(`update alert_rules set muted_until = ${now + DAY_MS}`);
  samples = letters(0);
  await tick();
  sqlite.exec(`update alert_rules set deleted_at = ${now} where id = 'rule'`);
  expect(await tick()).toMatchObject({ messages: 0 });
  expect(sqlite.prepare("select count(*) as n from alerts where end_waits = 1").get()).toEqual({ n: 0 });
});

test("webhooks are told of each alert's beginning and end once, and of none that is muted", async () => {
  const emitted: EmittedEvent[] = [];
  const webhooks = { emitAll: async (events: readonly EmittedEvent[]) => emitted.push(...events) };
  const look = createAlertEvents({ db, webhooks, store: createRefreshStore(db, "alert-events") });
  const told = () =>
    [...new Map(emitted.map((event) => [event.key, event])).values()].map(({ type }) => type);
  await oneRule();
  samples = letters(3, 4);
  await tick();
  await look(now);
  expect(told()).toEqual(["alert.fired", "alert.fired"]);
  expect(emitted[0]?.data).toMatchObject({ rule: "Letters", labels: { kind: "k0" }, value: 3, threshold: 0 });
  samples = letters(0, 4);
  await tick();
  await look(now);
  // A look that died before it was noted is repeated: the keys keep an endpoint from being told twice.
  await look(now);
  expect(told()).toEqual(["alert.fired", "alert.fired", "alert.resolved"]);
  now += DAY_MS;
  await look(now);
  emitted.length = 0;
  await look(now);
  expect(emitted).toEqual([]);
  sqlite.exec(`update alert_rules set muted_until = ${now + DAY_MS}`);
  samples = letters(0, 0, 9);
  await tick();
  await look(now);
  // The end waits for the end of the mute.
  expect(told()).toEqual([]);
  now += DAY_MS;
  samples = letters(0, 0, 0);
  await tick();
  await look(now);
  await look(now);
  expect(told()).toEqual(["alert.resolved"]);
  expect(emitted[0]).toMatchObject({ at: now - DAY_MS - 2 * MINUTE_MS, data: { labels: { kind: "k1" } } });
});

test("webhooks are told of what a mute hid when it is over and still true, and of no end without a beginning", async () => {
  const emitted = new Map<string, EmittedEvent>();
  const webhooks = {
    emitAll: async (events: readonly EmittedEvent[]) => {
      for (const event of events) emitted.set(event.key, event);
      return events.length;
    },
  };
  const look = createAlertEvents({ db, webhooks, store: createRefreshStore(db, "alert-events") });
  const told = () =>
    [...emitted.values()].map(({ type, data }) => [type, (data.labels as { kind: string }).kind]);
  await oneRule({ mutedUntil: now + DAY_MS });
  samples = letters(1, 1);
  await tick();
  const startedAt = now;
  await look(now);
  samples = letters(1, 0);
  await tick();
  await look(now);
  expect(told()).toEqual([]);
  now += DAY_MS;
  await tick();
  await look(now);
  // The second one began and ended within the mute.
  expect(told()).toEqual([["alert.fired", "k0"]]);
  expect([...emitted.values()][0]).toMatchObject({ at: startedAt });
  samples = letters(0, 0);
  now += DAY_MS;
  await tick();
  await look(now);
  const [fired, resolved] = [...emitted.values()];
  expect(told()).toEqual([
    ["alert.fired", "k0"],
    ["alert.resolved", "k0"],
  ]);
  expect(resolved?.follows).toMatchObject({ type: "alert.fired", key: fired?.key });
});

test("webhooks are told of more alerts at once than one page holds", async () => {
  const keys = new Set<string>();
  const webhooks = {
    emitAll: async (events: readonly EmittedEvent[]) => {
      for (const { key } of events) keys.add(key);
      return events.length;
    },
  };
  const look = createAlertEvents({ db, webhooks, store: createRefreshStore(db, "alert-events") });
  await oneRule();
  samples = letters(...Array.from({ length: 1201 }, () => 1));
  await tick();
  await look(now);
  expect(keys.size).toBe(1201);
});
