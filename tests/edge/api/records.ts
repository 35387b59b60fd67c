/**
 * Makes the records that sample requests are about, by the first segment of their path: each request gets a new
 * one.
 */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { NO_COUNTS } from "../../../shared/contracts/recleans.ts";
import type { TaskCreator } from "../../../shared/contracts/task-ledger.ts";
import { adapters } from "../../../shared/platforms/registry.ts";
import { createRuleStore } from "../../../workers/alerts/rule-store.ts";
import { EXAMPLE_NOW } from "../../../workers/api/openapi/example.ts";
import { createBulkStore } from "../../../workers/bulk/bulk-store.ts";
import { alerts } from "../../../workers/db/alert-schema.ts";
import { exports } from "../../../workers/db/export-schema.ts";
import { recleans } from "../../../workers/db/reclean-schema.ts";
import { scheduleBackfills, scheduleSlots, schedules } from "../../../workers/db/schedule-schema.ts";
import { subscriptions } from "../../../workers/db/subscription-schema.ts";
import { type WebhookDelivery, webhookDeliveries } from "../../../workers/db/webhook-schema.ts";
import { createDictionaryStore } from "../../../workers/dictionaries/dictionary-store.ts";
import { fileKey } from "../../../workers/exports/files.ts";
import { newTask } from "../task-ledger/rig.ts";
import type { IdentityApi } from "./identity-api.ts";
import { quietBulk } from "./quiet-bulk.ts";
import { quietTasks } from "./quiet-tasks.ts";

/** The owner of the record that a sample is about. */
export interface Owner {
  id: string;
  departmentId: string | null;
}

interface RecordKind {
  /** Records belong to departments: a caller whose reach does not cover the department is answered 404. */
  ofDepartments: boolean;
  /**
   * @param path of the route that the record is for
   * @returns the record's id; with `deleted` it is deleted, so that it can be restored
   */
  make(api: IdentityApi, owner: Owner, deleted: boolean, path: string): string | Promise<string>;
}

/** Makes a different word each time. */
const word = () => `w${crypto.randomUUID().slice(0, 8)}`;

/** No dead letter and no batch has this id, nor has a node or upload of the caller. */
const ABSENT = crypto.randomUUID();

export async function makeKeyword({ ledgers }: IdentityApi, owner: Owner, deleted = false): Promise<string> {
  const [ledger] = ledgers.boss;
  const [made] =
    (await ledger?.create(
      [{ platform: "boss", keyword: word(), city: "北京", channel: "web", priority: 5 }],
      "suite",
      { ownerId: owner.id, departmentId: owner.departmentId },
    )) ?? [];
  if (!ledger || !made) throw new Error("no keyword was made");
  if (deleted) await ledger.act(made.id, "delete", "suite");
  return made.id;
}

/** A version of the cities of `boss` that waits for a person. @returns its number */
export async function makeDictionaryVersion({ db }: IdentityApi): Promise<string> {
  const store = createDictionaryStore(db);
  const [newest] = await store.versions("boss", "city");
  const version = (newest?.version ?? 0) + 1;
  await store.add(
    {
      ...{ platform: "boss", kind: "city", version, state: "proposed", hash: word(), entries: 1, against: 0 },
      ...{ added: 0, removed: 0, renamed: 0, recoded: 1, drift: "1 has another code", loadedBy: "schedule" },
      ...{ loadedAt: 0, seenAt: 0, decidedBy: null, decidedAt: null, joinedAt: null },
    },
    [{ code: "1", name: "北京", parent: null }],
  );
  return String(version);
}

async function makeUser(api: IdentityApi, { departmentId }: Owner, deleted: boolean): Promise<string> {
  const [id, name] = [crypto.randomUUID(), word()];
  await api.db.$client
    .prepare(
      "insert into users (id, name, email, username, department_id, created_at, updated_at, deleted_at) values (?, ?, ?, ?, ?, 0, 0, ?)",
    )
    .bind(id, name, `${name}@example.com`, name, departmentId, deleted ? 1 : null)
    .run();
  return id;
}

async function makeApiKey(api: IdentityApi, owner: Owner): Promise<string> {
  const id = crypto.randomUUID();
  await api.db.$client
    .prepare(
      "insert into api_keys (id, name, user_id, prefix, hash, scopes, created_at) values (?, ?, ?, 'jd_', ?, '[]', 0)",
    )
    .bind(id, word(), owner.id, id)
    .run();
  return id;
}

export async function makeSavedSearch(api: IdentityApi, owner: Owner, deleted: boolean): Promise<string> {
  const id = crypto.randomUUID();
  await api.db.$client
    .prepare(
      "insert into saved_searches (id, owner_id, kind, name, query, shared, created_at, updated_at, deleted_at) values (?, ?, 'jobs', ?, '', 0, 0, 0, ?)",
    )
    .bind(id, owner.id, word(), deleted ? 1 : null)
    .run();
  return id;
}

/** An endpoint with a delivery that failed. */
export async function makeFailedDelivery(api: IdentityApi, owner: Owner): Promise<WebhookDelivery> {
  const { webhooks } = api.services;
  const { endpoint } = await webhooks.create(
    { description: word(), url: "https://hooks.warehouse.com/", events: ["alert.fired"], enabled: true },
    owner.id,
  );
  const id = `msg_${crypto.randomUUID().replaceAll("-", "")}`;
  const [made] = await api.db
    .insert(webhookDeliveries)
    .values({
      ...{ id, endpointId: endpoint.id, event: "alert.fired", eventKey: id, body: "{}", state: "failed" },
      ...{ nextTryAt: 0, createdAt: 0 },
    })
    .returning();
  if (!made) throw new Error("no delivery was made");
  return made;
}

/** A feed of a new search. */
async function makeSubscription(api: IdentityApi, owner: Owner): Promise<string> {
  const id = crypto.randomUUID();
  await api.db.insert(subscriptions).values({
    ...{ id, ownerId: owner.id, searchId: await makeSavedSearch(api, owner, false), channel: "feed" },
    ...{ kinds: ["new"], timeZone: "Asia/Shanghai", language: "zh", tokenHash: id, unsubscribeToken: id },
    ...{ through: 0, createdAt: 0, updatedAt: 0 },
  });
  return id;
}

/** Sample requests about schedules are about this one, which is made as each route needs it. */
const SCHEDULE = "suite-schedule";

const CREATOR: TaskCreator = {
  actor: "suite",
  owner: { ownerId: null, departmentId: null },
  caller: { reach: { kind: "all" }, sees_recruiters: false },
};

/** A schedule with a missed slot; paused for `resume`, deleted for `restore`. @returns its name */
export async function makeSchedule({ db }: IdentityApi, path: string): Promise<string> {
  const at = (verb: string) => (path.endsWith(`/${verb}`) ? 1 : null);
  await db
    .insert(schedules)
    .values({
      ...{ name: SCHEDULE, cron: "0 7 * * *", target: "task", taskKind: "keywords.crawl" },
      ...{ taskInput: { platform: "boss" }, taskCreator: CREATOR },
      ...{ since: EXAMPLE_NOW, createdAt: 0, updatedAt: 0, pausedAt: at("resume"), deletedAt: at("restore") },
    })
    .onConflictDoUpdate({
      target: schedules.name,
      set: { pausedAt: at("resume"), deletedAt: at("restore"), revision: sql`revision + 1` },
    });
  await db.delete(scheduleBackfills);
  const slotAt = EXAMPLE_NOW - (EXAMPLE_NOW % 60_000);
  await db
    .insert(scheduleSlots)
    .values({ schedule: SCHEDULE, slotAt, status: "missed", reason: "catch_up_over", claimedBy: "suite" })
    .onConflictDoNothing();
  return SCHEDULE;
}

/** A backfill of that schedule that goes on. */
async function makeBackfill({ db }: IdentityApi): Promise<string> {
  const id = crypto.randomUUID();
  await db.insert(scheduleBackfills).values({
    ...{ id, schedule: SCHEDULE, fromAt: 0, toAt: 0, withSkipped: false, state: "running", total: 1 },
    ...{ createdBy: "suite", createdAt: 0, updatedAt: 0 },
  });
  return id;
}

/** A finished export with its file; one that still waits for the route that cancels it. */
async function makeExport(api: IdentityApi, owner: Owner, _deleted: boolean, path: string): Promise<string> {
  const id = crypto.randomUUID();
  const isDone = !path.endsWith("/cancel");
  await api.db.insert(exports).values({
    ...{ id, subject: "jobs", format: "csv", delivery: "file", columns: ["title"], filter: {} },
    ...{ masked: true, ownerId: owner.id, departmentId: owner.departmentId, createdAt: 0, updatedAt: 0 },
    ...{ state: isDone ? "done" : "waiting", rowsTotal: 0, bytes: 0, sha256: isDone ? "00" : null },
  });
  await env.SPOOL.put(fileKey(id, "csv"), "title\r\n");
  return id;
}

/** A run in a state that the route takes. Those that the requests before it have moved on rest again. */
async function makeReclean(
  api: IdentityApi,
  _owner: Owner,
  _deleted: boolean,
  path: string,
): Promise<string> {
  await api.db.$client.prepare("update recleans set state = 'undone'").run();
  const id = crypto.randomUUID();
  await api.db.insert(recleans).values({
    ...{ id, platform: "qcwy", dataType: "job", firstDay: "2026-11-22", lastDay: "2026-11-22", sample: 100 },
    ...{ parserVersion: adapters.qcwy.parserVersion, state: path.endsWith("/undo") ? "done" : "checked" },
    ...{ counts: NO_COUNTS, createdBy: "lin", createdAt: 0, updatedAt: 0, startedAt: 0 },
    checkedAt: Number.MAX_SAFE_INTEGER,
  });
  return id;
}

/** A task that waits; it has failed for the route that brings it back. */
async function makeTask(_api: IdentityApi, owner: Owner, _deleted: boolean, path: string): Promise<string> {
  const ledger = quietTasks()("data_sync");
  const creator = {
    actor: "suite",
    owner: { ownerId: owner.id, departmentId: owner.departmentId },
    caller: { reach: { kind: "all" as const }, sees_recruiters: false },
  };
  if (path.startsWith("/api/v1/task-batches"))
    return (await ledger.createBatch(word(), "data.validate", creator)).id;
  const [made] = await ledger.create([newTask({ kind: "data.validate", key: word() })], creator);
  if (!made?.ok) throw new Error("no task was made");
  if (path.endsWith("/recover")) await ledger.cancel(made.value.id, "suite");
  return made.value.id;
}

/** A bulk action on one keyword, which goes on. */
async function makeBulkAction(api: IdentityApi, owner: Owner): Promise<string> {
  const id = crypto.randomUUID();
  const [noun, action] = ["keywords", "pause"] as const;
  await createBulkStore(api.db).add({
    ...{ id, noun, action, ownerId: owner.id, departmentId: owner.departmentId },
    ...{ createdBy: "suite", createdAt: 0 },
  });
  const request = { noun, action, priority: null, reason: null, filter: null, rate: null };
  await quietBulk(id).create({ id, request, ids: [ABSENT], user_id: owner.id, scopes: null, label: "suite" });
  // Each request makes one more, and a person may have only some that go on.
  await api.db.$client.prepare("update bulk_actions set ended_at = 1 where id != ?").bind(id).run();
  return id;
}

/** Creates the record through the API. @param json body of the request @param idOf where the answer holds the id */
const throughApi = (
  noun: string,
  json: () => object,
  idOf: (data: never) => string = ({ id }: { id: string }) => id,
): RecordKind => ({
  ofDepartments: false,
  async make(api, _owner, deleted) {
    const { status, message, data } = await api.call<never>("POST", `/${noun}`, { json: json() });
    if (status !== 201) throw new Error(`POST /${noun}: ${status} ${message}`);
    const id = idOf(data);
    if (deleted) await api.call("DELETE", `/${noun}/${id}`);
    return id;
  },
});

const ALERT_RULES = throughApi("alert-rules", () => ({
  name: word(),
  metric: "jobdata_dead_letters",
  comparison: "gt",
  threshold: 0,
  severity: "info",
}));

/** A built-in rule, which can be reset. */
async function makeBuiltInRule(api: IdentityApi): Promise<string> {
  const rules = await createRuleStore(api.db).all(0);
  return rules.find(({ builtIn }) => builtIn !== null)?.id ?? ABSENT;
}

/** An open alert; acknowledged for the route that gives it back. */
async function makeAlert(api: IdentityApi, owner: Owner, _deleted: boolean, path: string): Promise<string> {
  const id = crypto.randomUUID();
  const ruleId = await ALERT_RULES.make(api, owner, false, path);
  const isTaken = path.endsWith("/unacknowledge");
  await api.db.insert(alerts).values({
    ...{ id, ruleId, series: "{}", severity: "info", condition: "firing", told: true, threshold: 0 },
    ...{ state: isTaken ? "acknowledged" : "firing", since: 0, startedAt: 0 },
    ...(isTaken && { acknowledgedAt: 1, acknowledgedBy: "suite", note: "seen" }),
  });
  return id;
}

const absent: RecordKind = { ofDepartments: false, make: () => ABSENT };

/** Records are listed by the first segment of the path below `/api/v1`. */
export const RECORDS: Readonly<Record<string, RecordKind>> = {
  keywords: { ofDepartments: true, make: makeKeyword },
  users: { ofDepartments: true, make: makeUser },
  "api-keys": { ofDepartments: true, make: makeApiKey },
  "saved-searches": { ofDepartments: false, make: makeSavedSearch },
  subscriptions: { ofDepartments: false, make: makeSubscription },
  "webhook-endpoints": throughApi(
    "webhook-endpoints",
    () => ({ description: word(), url: "https://hooks.warehouse.com/jobdata", events: ["alert.fired"] }),
    ({ endpoint }: { endpoint: { id: string } }) => endpoint.id,
  ),
  exports: { ofDepartments: true, make: makeExport },
  recleans: { ofDepartments: false, make: makeReclean },
  "company-decisions": throughApi("company-decisions", () => ({
    verdict: "same",
    one: { platform: "boss", company_key: word() },
    others: [{ platform: "qcwy", company_key: word() }],
  })),
  "job-decisions": throughApi("job-decisions", () => ({
    verdict: "same",
    one: { platform: "boss", job_key: word() },
    others: [{ platform: "qcwy", job_key: word() }],
  })),
  schedules: { ofDepartments: false, make: makeBackfill },
  tasks: { ofDepartments: true, make: makeTask },
  "task-batches": { ofDepartments: true, make: makeTask },
  "bulk-actions": { ofDepartments: true, make: makeBulkAction },
  "task-files": absent,
  ingest: absent,
  quarantine: absent,
  universal: absent,
  nodes: throughApi(
    "nodes",
    () => ({ name: word() }),
    ({ node }: { node: { id: string } }) => node.id,
  ),
  // The target is disabled because a data type has one enabled target.
  "push-targets": throughApi(
    "push-targets",
    () => ({
      name: word(),
      data_type: "job",
      url: "https://hooks.warehouse.com/jobdata",
      enabled: false,
    }),
    ({ target }: { target: { id: string } }) => target.id,
  ),
  alerts: { ofDepartments: false, make: makeAlert },
  "alert-rules": {
    ofDepartments: false,
    make: async (api, owner, deleted, path) =>
      path.endsWith("/reset") ? makeBuiltInRule(api) : ALERT_RULES.make(api, owner, deleted, path),
  },
  "alert-channels": throughApi("alert-channels", () => ({
    kind: "slack",
    name: word(),
    target: "https://hooks.slack.com/services/T/B/x",
  })),
  proxies: throughApi("proxies", () => ({
    protocol: "http",
    host: `${word()}.vendor.net`,
    port: 8080,
    username: "crawler",
    password: "secret",
  })),
  "platform-tokens": throughApi("platform-tokens", () => ({
    platform: "boss",
    kind: "cookie",
    value: `${word()}=${word()}`,
  })),
  roles: throughApi("roles", () => ({ name: word(), reach: "own", permission_ids: [], menu_ids: [] })),
  departments: throughApi("departments", () => ({ parent_id: null, name: word() })),
  menus: throughApi("menus", () => ({
    parent_id: null,
    key: word(),
    title_en: "Menu",
    title_zh: "菜单",
    path: null,
    icon: null,
    position: 0,
  })),
};
