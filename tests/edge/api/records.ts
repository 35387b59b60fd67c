/**
 * Makes the records that sample requests are about, by the first segment of their path: each request gets a new
 * one.
 */
import { env } from "cloudflare:workers";
import { exports } from "../../../workers/db/export-schema.ts";
import { createDictionaryStore } from "../../../workers/dictionaries/dictionary-store.ts";
import { fileKey } from "../../../workers/exports/files.ts";
import type { IdentityApi } from "./identity-api.ts";

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

async function makeSavedSearch(api: IdentityApi, owner: Owner, deleted: boolean): Promise<string> {
  const id = crypto.randomUUID();
  await api.db.$client
    .prepare(
      "insert into saved_searches (id, owner_id, kind, name, query, shared, created_at, updated_at, deleted_at) values (?, ?, 'jobs', ?, '', 0, 0, 0, ?)",
    )
    .bind(id, owner.id, word(), deleted ? 1 : null)
    .run();
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

const absent: RecordKind = { ofDepartments: false, make: () => ABSENT };

/** Records are listed by the first segment of the path below `/api/v1`. */
export const RECORDS: Readonly<Record<string, RecordKind>> = {
  keywords: { ofDepartments: true, make: makeKeyword },
  users: { ofDepartments: true, make: makeUser },
  "api-keys": { ofDepartments: true, make: makeApiKey },
  "saved-searches": { ofDepartments: false, make: makeSavedSearch },
  exports: { ofDepartments: true, make: makeExport },
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
  ingest: absent,
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
