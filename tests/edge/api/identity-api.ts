/**
 * Serves the API over a real identity in D1, with everything else in memory: for tests of sign-in, permissions and
 * audit.
 */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { inject } from "vitest";
import { readConfig } from "../../../shared/config.ts";
import { createLogger } from "../../../shared/log.ts";
import { ROUTE_PERMISSIONS } from "../../../workers/api/access-tables.ts";
import type { Services } from "../../../workers/api/services.ts";
import { createIdentity } from "../../../workers/iam/create-identity.ts";
import type { Mail } from "../../../workers/notify/mail.ts";
import { buildDatabase, copyDatabase, type DatabaseCopy } from "../database-copy.ts";
import { emptyStorage } from "../empty-storage.ts";
import { setUpKey } from "./set-up-key.ts";
import { testApi } from "./test-api.ts";

export interface Answer<T> {
  status: number;
  headers: Headers;
  code: 0 | string;
  message: string;
  data: T;
}

export type Init = RequestInit & { json?: unknown; token?: string | null; ip?: string };

export const PASSWORD = "correct horse battery staple";

/** What the first set-up in this Worker made; every later test begins with a copy of that database. */
let afterSetUp: { key: string; password: string; database: DatabaseCopy } | undefined;

/**
 * Prepares an empty D1 with one admin. Call it in `beforeEach`, and `reset()` in `afterEach`.
 * @param over replaces parts of the services
 */
export async function identityApi(over: Partial<Services> = {}) {
  if (afterSetUp) await buildDatabase(afterSetUp.database);
  else await applyD1Migrations(env.DB, inject("d1Migrations"));
  let now = Date.now();
  const mails: Mail[] = [];
  const config = readConfig(env);
  const identity = createIdentity({
    database: env.DB,
    config,
    routes: ROUTE_PERMISSIONS,
    logger: createLogger({}, { write: () => {} }),
    sendMail: async (mail) => void mails.push(mail),
    now: () => now,
  });
  identity.forgetPrincipals();
  const memory = testApi({ identity, clock: { now: () => now }, ...over });
  const { app } = memory;
  const { key, password } = afterSetUp ?? (await setUpKey(app));
  afterSetUp ??= { key, password, database: await copyDatabase() };

  async function call<T>(
    method: string,
    path: string,
    { json, headers, token, ip = "192.0.2.1", ...init }: Init = {},
  ): Promise<Answer<T>> {
    const all = new Headers({ "cf-connecting-ip": ip, ...(headers as object) });
    if (token !== null && !all.has("cookie")) all.set("authorization", `Bearer ${token ?? key}`);
    if (json !== undefined) all.set("content-type", "application/json");
    const body = json === undefined ? init.body : JSON.stringify(json);
    const response = await app.request(`/api/v1${path}`, { ...init, method, headers: all, body }, env);
    // A HEAD has no body to compare with the document.
    if (method !== "HEAD") await memory.holdAnswer(method, `/api/v1${path}`, response);
    const text = await response.text();
    const answer = text.startsWith("{") ? JSON.parse(text) : { code: null, message: text, data: null };
    return { status: response.status, headers: response.headers, ...answer };
  }

  const db = drizzle(env.DB);
  /** Creates a person with these roles without the API. @returns the id */
  async function addPerson(
    username: string,
    roles: string[],
    { departmentId = null as string | null, mustChangePassword = false } = {},
  ): Promise<string> {
    const ids = await env.DB.prepare(
      "select id from roles where name in (select value from json_each(?)) and deleted_at is null",
    )
      .bind(JSON.stringify(roles))
      .all<{ id: string }>();
    return identity.users.create({
      username,
      email: `${username}@example.com`,
      name: username,
      password: PASSWORD,
      departmentId,
      roleIds: ids.results.map(({ id }) => id),
      mustChangePassword,
    });
  }

  /** @returns a session token of a person made with `addPerson` */
  async function tokenOf(username: string): Promise<string> {
    const answer = await call<{ token: string }>("POST", "/auth/sign-in", {
      token: null,
      json: { account: username, password: PASSWORD },
    });
    if (answer.status !== 200) throw new Error(`sign-in of ${username}: ${answer.message}`);
    return answer.data.token;
  }

  /** Creates a person with these roles and signs them in. */
  async function signedIn(
    username: string,
    roles: string[],
    options?: Parameters<typeof addPerson>[2],
  ): Promise<{ id: string; token: string }> {
    const id = await addPerson(username, roles, options);
    return { id, token: await tokenOf(username) };
  }

  /** Creates a record with the first admin's key. @returns its id */
  async function make(path: string, json: object): Promise<string> {
    const { status, message, data } = await call<{ id: string }>("POST", path, { json });
    if (status !== 201) throw new Error(`POST ${path}: ${status} ${message}`);
    return data.id;
  }

  /** Finds ids of permissions by `METHOD /path`, the path without its version. */
  async function permissionIds(...routes: string[]): Promise<string[]> {
    const { results } = await env.DB.prepare("select id, method, path from permissions").all<{
      id: string;
      method: string;
      path: string;
    }>();
    return routes.map((route) => {
      const found = results.find(({ method, path }) => `${method} ${path.replace("/api/v1", "")}` === route);
      if (!found) throw new Error(`no permission ${route}`);
      return found.id;
    });
  }

  /** @param routes `METHOD /path`, the path without its version @returns the role's id */
  const addRole = async (name: string, routes: string[], over: object = {}): Promise<string> =>
    make("/roles", {
      name,
      reach: "all",
      permission_ids: await permissionIds(...routes),
      menu_ids: [],
      ...over,
    });

  return {
    ...memory,
    signedIn,
    make,
    permissionIds,
    addRole,
    addDepartment: (name: string, parentId: string | null = null) =>
      make("/departments", { name, parent_id: parentId }),
    app,
    db,
    config,
    identity,
    /** The first admin's key has every scope. */
    key,
    /** The user `admin` has this first password. */
    password,
    call,
    addPerson,
    tokenOf,
    /** Sent so far. */
    mails,
    /** Moves the clock of the API (not Better Auth's own). */
    pass: (ms: number) => {
      now += ms;
    },
    now: () => now,
  };
}

export type IdentityApi = Awaited<ReturnType<typeof identityApi>>;
export { emptyStorage as reset };
