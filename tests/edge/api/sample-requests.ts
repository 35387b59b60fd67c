/** One good request for each route that needs a permission: the shared suite sends it as many callers. */
import { FAILED_PAGES_PREFIX } from "../../../workers/crawl/failed-page.ts";
import type { IdentityApi } from "./identity-api.ts";

export interface Sample {
  /** Values of the path's parameters. */
  params?: Record<string, string>;
  json?: unknown;
  csv?: string;
  html?: string;
  query?: string;
}

/** Whose record a sample is about. */
export interface Owner {
  id: string;
  departmentId: string | null;
}

/** Makes the record that the request is about, anew for each request: many of them end it. */
type MakeSample = (api: IdentityApi, owner: Owner) => Sample | Promise<Sample>;

/** A different word each time. */
const word = () => `w${crypto.randomUUID().slice(0, 8)}`;

async function keyword({ ledgers }: IdentityApi, owner: Owner, deleted = false): Promise<string> {
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

async function user(api: IdentityApi, { departmentId }: Owner, deleted = false): Promise<string> {
  const [id, name] = [crypto.randomUUID(), word()];
  await api.db.$client
    .prepare(
      "insert into users (id, name, email, username, department_id, created_at, updated_at, deleted_at) values (?, ?, ?, ?, ?, 0, 0, ?)",
    )
    .bind(id, name, `${name}@example.com`, name, departmentId, deleted ? 1 : null)
    .run();
  return id;
}

async function apiKey(api: IdentityApi, owner: Owner): Promise<string> {
  const id = crypto.randomUUID();
  await api.db.$client
    .prepare("insert into api_keys values (?, ?, ?, null, 'jd_', ?, '[]', null, null, 0, null)")
    .bind(id, word(), owner.id, id)
    .run();
  return id;
}

/** Made, and deleted where a restoration is to be tried. */
async function made(api: IdentityApi, noun: string, json: object, deleted = false): Promise<string> {
  const id = await api.make(`/${noun}`, json);
  if (deleted) await api.call("DELETE", `/${noun}/${id}`);
  return id;
}
const role = (api: IdentityApi, deleted = false) =>
  made(api, "roles", { name: word(), reach: "own", permission_ids: [], menu_ids: [] }, deleted);
const department = (api: IdentityApi, deleted = false) =>
  made(api, "departments", { parent_id: null, name: word() }, deleted);
const newMenu = () => ({
  parent_id: null,
  key: word(),
  title_en: "Menu",
  title_zh: "菜单",
  path: null,
  icon: null,
  position: 0,
});
const menu = (api: IdentityApi, deleted = false) => made(api, "menus", newMenu(), deleted);

/** Disabled: a data type has one that is not. */
const newPushTarget = () => ({
  name: word(),
  data_type: "job",
  url: "https://hooks.warehouse.com/jobdata",
  enabled: false,
});
async function pushTarget(api: IdentityApi, deleted = false): Promise<string> {
  const { data } = await api.call<{ target: { id: string } }>("POST", "/push-targets", {
    json: newPushTarget(),
  });
  if (deleted) await api.call("DELETE", `/push-targets/${data.target.id}`);
  return data.target.id;
}
const proxyFields = () => ({ protocol: "http", host: `${word()}.vendor.net`, port: 8080 });
const tokenFields = () => ({ platform: "boss", kind: "cookie", value: `${word()}=${word()}` });
const proxy = (api: IdentityApi, deleted = false) => made(api, "proxies", proxyFields(), deleted);
const token = (api: IdentityApi, deleted = false) => made(api, "platform-tokens", tokenFields(), deleted);
const NODE_ID = "f6a7b8c9-d0e1-4f2a-8b3c-4d5e6f7a8b99";
const held = () => ({ id: NODE_ID, kind: "proxy", fence: 1 });

const upload = () => ({
  platform_type: "boss",
  channel: "web",
  data_type: "job",
  data_list: [{ encryptJobId: word() }],
});

const node = async (api: IdentityApi, deleted = false) => {
  const made = await api.call<{ node: { id: string } }>("POST", "/nodes", { json: { name: word() } });
  if (deleted) await api.call("DELETE", `/nodes/${made.data.node.id}`);
  return made.data.node.id;
};
const heartbeat = () => ({
  sent_at: Date.now(),
  session: crypto.randomUUID(),
  version: "0.1.0",
  package_version: null,
  node_version: "v24.0.0",
  os: "Linux",
  hostname: "test",
  platforms: ["boss"],
  labels: [],
  slots: 2,
  activity: "running",
  metrics: {
    cpu: 0.5,
    memory_used_bytes: 1,
    memory_total_bytes: 2,
    process_bytes: 1,
    disk_free_bytes: 1,
    disk_total_bytes: 2,
    net_received_bytes_per_s: null,
    net_sent_bytes_per_s: null,
    uptime_s: 1,
  },
  work: [],
  spooled: { batches: 0, bytes: 0 },
  totals: { pages: 0, rows: 0, failed_pages: 0, dropped: 0 },
  done: [],
});

const about = (id: string, json?: unknown): Sample => ({ params: { id }, json });
/** What only a node's own key may do: with any other key the caller gets as far as that. */
const NOT_OWN = crypto.randomUUID();
const ofWork = (step: string, json: object): [string, MakeSample] => [
  `POST /api/v1/nodes/{id}/work/{keyword_id}/${step}`,
  async (api, owner) => ({
    params: { id: NOT_OWN, keyword_id: await keyword(api, owner) },
    json: { fence: 1, ...json },
  }),
];
const ofOwnNode: Record<string, MakeSample> = Object.fromEntries([
  ["POST /api/v1/nodes/{id}/heartbeat", () => about(NOT_OWN, heartbeat())],
  [
    "POST /api/v1/nodes/{id}/lease",
    () =>
      about(NOT_OWN, {
        sent_at: Date.now(),
        session: crypto.randomUUID(),
        platforms: ["boss"],
        labels: [],
        free: 1,
      }),
  ],
  [
    "POST /api/v1/nodes/{id}/gates/{platform}/permits",
    () => ({ params: { id: NOT_OWN, platform: "boss" }, json: { reports: [], want: 1, give_back: [] } }),
  ],
  ofWork("renew", {}),
  ofWork("progress", {
    pages: [
      {
        part: 0,
        page: 1,
        reported: 1,
        rows: 1,
        invalid: 0,
        keys: ["1"],
        fresh: null,
        last: true,
        outcome: "ok",
      },
    ],
  }),
  ofWork("split", { part: 0, children: [{ degree: "1" }] }),
  ofWork("seen", { entries: [] }),
  ofWork("notes", { type: "page-kept", detail: {} }),
  ofWork("settle", { settlement: { kind: "done", outcome: "ok" } }),
  ofWork("detail-pages", { op: "pending" }),
  [
    "POST /api/v1/nodes/{id}/work/{keyword_id}/failed-pages",
    async (api: IdentityApi, owner: Owner) => ({
      params: { id: NOT_OWN, keyword_id: await keyword(api, owner) },
      query: "?fence=1&page=1&status=403&outcome=blocked&reason=x",
      html: "<html>blocked</html>",
    }),
  ],
]);

const plain: MakeSample = () => ({});
const boss: MakeSample = () => ({ params: { platform: "boss" } });
const schedule: MakeSample = () => ({ params: { name: "clean-up" } });

/** By `METHOD /path/{pattern}`. */
export const SAMPLE_REQUESTS: Readonly<Record<string, MakeSample>> = {
  "GET /api/v1/health/extended": plain,
  "GET /api/v1/cities": plain,
  "GET /api/v1/jobs": plain,
  "GET /api/v1/jobs/{platform}/{job_key}": () => ({ params: { platform: "boss", job_key: "gone" } }),
  "GET /api/v1/failed-pages": plain,
  "GET /api/v1/failed-pages/{key}": () => ({
    params: { key: encodeURIComponent(`${FAILED_PAGES_PREFIX}boss/gone.html`) },
  }),

  "GET /api/v1/keywords": plain,
  "POST /api/v1/keywords": () => ({ json: { platform: "boss", keyword: word(), city: "北京" } }),
  "POST /api/v1/keywords/batch": () => ({
    json: { items: [{ platform: "boss", keyword: word(), city: "北京" }] },
  }),
  "POST /api/v1/keywords/import": () => ({ csv: `platform,keyword,city\nboss,${word()},北京\n` }),
  "GET /api/v1/keywords/{id}": async (api, owner) => about(await keyword(api, owner)),
  "GET /api/v1/keywords/{id}/events": async (api, owner) => about(await keyword(api, owner)),
  "POST /api/v1/keywords/{id}/actions/{action}": async (api, owner) => ({
    params: { id: await keyword(api, owner), action: "pause" },
  }),
  "POST /api/v1/keywords/actions/{action}": async (api, owner) => ({
    params: { action: "pause" },
    json: { ids: [await keyword(api, owner)] },
  }),
  "DELETE /api/v1/keywords/{id}": async (api, owner) => about(await keyword(api, owner)),
  "POST /api/v1/keywords/{id}/restore": async (api, owner) => about(await keyword(api, owner, true)),

  "GET /api/v1/platforms": plain,
  "POST /api/v1/platforms/{platform}/breaker/reset": boss,
  "POST /api/v1/platforms/{platform}/dispatch": boss,

  "GET /api/v1/ingest": plain,
  "GET /api/v1/ingest/dead-letters": plain,
  "GET /api/v1/ingest/dead-letters/{id}": () => about("batch-1"),
  "POST /api/v1/ingest/dead-letters/replay": plain,
  "POST /api/v1/ingest/dead-letters/{id}/replay": () => about("batch-1"),
  "DELETE /api/v1/ingest/dead-letters/{id}": () => about("batch-1"),

  "POST /api/v1/universal/data/batch-store": () => ({ json: upload() }),
  "POST /api/v1/universal/data/batch-store-async": () => ({ json: upload() }),
  "GET /api/v1/universal/data/batches/{id}": () => about("gone"),

  "GET /api/v1/nodes": plain,
  "POST /api/v1/nodes": () => ({ json: { name: word() } }),
  "GET /api/v1/nodes/{id}": async (api) => about(await node(api)),
  "PATCH /api/v1/nodes/{id}": async (api) => about(await node(api), { note: "other" }),
  "DELETE /api/v1/nodes/{id}": async (api) => about(await node(api)),
  "POST /api/v1/nodes/{id}/restore": async (api) => about(await node(api, true)),
  "POST /api/v1/nodes/{id}/key": async (api) => about(await node(api)),
  "POST /api/v1/nodes/{id}/commands": async (api) => about(await node(api), { kind: "pause" }),
  ...ofOwnNode,
  "GET /api/v1/uploads": plain,
  "GET /api/v1/upload-findings": plain,
  "GET /api/v1/push-targets": plain,
  "POST /api/v1/push-targets": () => ({ json: newPushTarget() }),
  "GET /api/v1/push-targets/{id}": async (api) => about(await pushTarget(api)),
  "PATCH /api/v1/push-targets/{id}": async (api) => about(await pushTarget(api), { name: word() }),
  "DELETE /api/v1/push-targets/{id}": async (api) => about(await pushTarget(api)),
  "POST /api/v1/push-targets/{id}/restore": async (api) => about(await pushTarget(api, true)),
  "POST /api/v1/push-targets/{id}/secret": async (api) => about(await pushTarget(api)),
  "POST /api/v1/push-targets/{id}/test": async (api) => about(await pushTarget(api)),
  "GET /api/v1/push-targets/{id}/failures": async (api) => about(await pushTarget(api)),
  "POST /api/v1/push-targets/{id}/failures/replay": async (api) => about(await pushTarget(api)),
  "POST /api/v1/push-targets/{id}/failures/{delivery_id}/replay": async (api) => ({
    params: { id: await pushTarget(api), delivery_id: "batch-1" },
  }),
  "DELETE /api/v1/push-targets/{id}/failures/{delivery_id}": async (api) => ({
    params: { id: await pushTarget(api), delivery_id: "batch-1" },
  }),
  "GET /api/v1/proxies": plain,
  "POST /api/v1/proxies": () => ({ json: proxyFields() }),
  "POST /api/v1/proxies/import": () => ({ csv: `protocol,host,port\nhttp,${word()}.vendor.net,8080\n` }),
  "GET /api/v1/proxies/{id}": async (api) => about(await proxy(api)),
  "PATCH /api/v1/proxies/{id}": async (api) => about(await proxy(api), { note: "other" }),
  "DELETE /api/v1/proxies/{id}": async (api) => about(await proxy(api)),
  "POST /api/v1/proxies/{id}/restore": async (api) => about(await proxy(api, true)),
  "POST /api/v1/proxies/{id}/release": async (api) => about(await proxy(api)),
  "POST /api/v1/proxies/{id}/test": async (api) => about(await proxy(api)),

  "GET /api/v1/platform-tokens": plain,
  "POST /api/v1/platform-tokens": () => ({ json: tokenFields() }),
  "POST /api/v1/platform-tokens/import": () => ({ csv: `platform,kind,value\nboss,cookie,${word()}\n` }),
  "GET /api/v1/platform-tokens/{id}": async (api) => about(await token(api)),
  "PATCH /api/v1/platform-tokens/{id}": async (api) => about(await token(api), { note: "other" }),
  "DELETE /api/v1/platform-tokens/{id}": async (api) => about(await token(api)),
  "POST /api/v1/platform-tokens/{id}/restore": async (api) => about(await token(api, true)),
  "POST /api/v1/platform-tokens/{id}/release": async (api) => about(await token(api)),
  "POST /api/v1/platform-tokens/{id}/test": async (api) => about(await token(api)),

  "POST /api/v1/nodes/{id}/resources/lease": () => about(NODE_ID, { kind: "proxy", platform: "boss" }),
  "POST /api/v1/nodes/{id}/resources/renew": () => about(NODE_ID, { items: [held()] }),
  "POST /api/v1/nodes/{id}/resources/report": () =>
    about(NODE_ID, { items: [{ ...held(), outcome: "ok", requests: 1 }] }),
  "POST /api/v1/nodes/{id}/resources/release": () => about(NODE_ID, { items: [held()] }),

  "POST /api/v1/vault/rotate": plain,

  "GET /api/v1/schedules": plain,
  "GET /api/v1/schedules/{name}/slots": schedule,
  "POST /api/v1/schedules/{name}/run": schedule,

  "GET /api/v1/users": plain,
  "POST /api/v1/users": (_, { departmentId }) => {
    const username = word();
    const json = {
      username,
      name: "New",
      email: `${username}@example.com`,
      department_id: departmentId,
      role_ids: [],
    };
    return { json };
  },
  "GET /api/v1/users/{id}": async (api, owner) => about(await user(api, owner)),
  "PATCH /api/v1/users/{id}": async (api, owner) => about(await user(api, owner), { name: "Other" }),
  "DELETE /api/v1/users/{id}": async (api, owner) => about(await user(api, owner)),
  "POST /api/v1/users/{id}/restore": async (api, owner) => about(await user(api, owner, true)),
  "POST /api/v1/users/{id}/password": async (api, owner) => about(await user(api, owner), {}),

  "GET /api/v1/roles": plain,
  "POST /api/v1/roles": () => ({ json: { name: word(), reach: "own", permission_ids: [], menu_ids: [] } }),
  "GET /api/v1/roles/{id}": async (api) => about(await role(api)),
  "PATCH /api/v1/roles/{id}": async (api) => about(await role(api), { description: "other" }),
  "DELETE /api/v1/roles/{id}": async (api) => about(await role(api)),
  "POST /api/v1/roles/{id}/restore": async (api) => about(await role(api, true)),

  "GET /api/v1/departments": plain,
  "POST /api/v1/departments": () => ({ json: { parent_id: null, name: word() } }),
  "GET /api/v1/departments/{id}": async (api) => about(await department(api)),
  "PATCH /api/v1/departments/{id}": async (api) => about(await department(api), { name: word() }),
  "DELETE /api/v1/departments/{id}": async (api) => about(await department(api)),
  "POST /api/v1/departments/{id}/restore": async (api) => about(await department(api, true)),

  "GET /api/v1/menus": plain,
  "POST /api/v1/menus": () => ({ json: newMenu() }),
  "GET /api/v1/menus/{id}": async (api) => about(await menu(api)),
  "PATCH /api/v1/menus/{id}": async (api) => about(await menu(api), { title_en: "Other" }),
  "DELETE /api/v1/menus/{id}": async (api) => about(await menu(api)),
  "POST /api/v1/menus/{id}/restore": async (api) => about(await menu(api, true)),

  "GET /api/v1/permissions": plain,
  "POST /api/v1/permissions/refresh": plain,

  "GET /api/v1/api-keys": plain,
  "POST /api/v1/api-keys": () => ({ json: { name: word(), scopes: ["keys:write"], expires_at: null } }),
  "DELETE /api/v1/api-keys/{id}": async (api, owner) => about(await apiKey(api, owner)),

  "GET /api/v1/audit-log": plain,
};
