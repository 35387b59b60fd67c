/**
 * Who may call what, checked for every route: a new one is tested without being named here, with a request made
 * from its examples. Over real people in D1.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SCOPES, type Scope } from "../../shared/contracts/access.ts";
import { type IdentityApi, identityApi, reset } from "../../tests/edge/api/identity-api.ts";
import { type Owner, RECORDS } from "../../tests/edge/api/records.ts";
import { nounOf, sampleRequest } from "../../tests/edge/api/sample-requests.ts";
import { OPERATIONS } from "./operations.ts";

/** Public routes. A new entry needs a reason. */
const PUBLIC = [
  "GET /api/v1/health",
  "GET /api/v1/openapi.json",
  "GET /api/docs",
  // The token in it is the credential: a link is made to be given to others.
  "GET /api/v1/export-files",
  // So it is in the secret link of a feed, which programs read, and in the link of a mail, which only ends these mails.
  "GET /api/v1/feeds/atom",
  "GET /api/v1/feeds/json",
  "GET /api/v1/unsubscribe",
  "POST /api/v1/unsubscribe",
  "POST /api/v1/setup",
  "POST /api/v1/auth/sign-in",
  "POST /api/v1/auth/two-factor/verify",
  "POST /api/v1/auth/password/forgot",
  "POST /api/v1/auth/password/reset",
];

/** Routes open to every known caller, or to every signed-in person. */
const KNOWN = {
  anyone: ["GET /api/v1/auth/me", "GET /api/v1/scopes"],
  person: [
    "POST /api/v1/auth/sign-out",
    "POST /api/v1/auth/sign-out-everywhere",
    "POST /api/v1/auth/password",
    "POST /api/v1/auth/two-factor",
    "POST /api/v1/auth/two-factor/confirm",
    "POST /api/v1/auth/two-factor/end",
  ],
};

/** Routes whose sample names a record that the suite can't make: who is let in learns that there is none. */
const ABSENT = new Set([
  "PUT /api/v1/live/{group}/sockets/{socket}",
  "GET /api/v1/jobs/{platform}/{job_key}",
  "GET /api/v1/companies/{platform}/{company_key}",
  "GET /api/v1/companies/{platform}/{company_key}/links",
  "GET /api/v1/companies/{platform}/{company_key}/logo",
  "GET /api/v1/task-files/{id}",
  "DELETE /api/v1/task-files/{id}",
  "GET /api/v1/jobs/{platform}/{job_key}/job-posting",
  "GET /api/v1/jobs/{platform}/{job_key}/life",
  "GET /api/v1/jobs/{platform}/{job_key}/same",
  "POST /api/v1/companies/{platform}/{company_key}/clean",
  "POST /api/v1/companies/{platform}/{company_key}/pull-jobs",
  "POST /api/v1/companies/{platform}/{company_key}/stop-pull",
  "POST /api/v1/company-queue/{platform}/{company_key}/retry",
  "DELETE /api/v1/company-queue/{platform}/{company_key}",
  "GET /api/v1/data-set/snapshots/{day}/{file}",
  "GET /api/v1/failed-pages/{key}",
  "GET /api/v1/ingest/dead-letters/{id}",
  "POST /api/v1/ingest/dead-letters/{id}/replay",
  "DELETE /api/v1/ingest/dead-letters/{id}",
  "GET /api/v1/quarantine/{id}",
  "GET /api/v1/universal/data/batches/{id}",
  "POST /api/v1/push-targets/{id}/failures/{delivery_id}/replay",
  "DELETE /api/v1/push-targets/{id}/failures/{delivery_id}",
]);

const all = OPERATIONS.map(({ access, route }) => ({
  route,
  access: access as string,
  method: route.method.toUpperCase(),
  path: route.path as string,
  key: `${route.method.toUpperCase()} ${route.path}`,
}));
const isGuarded = ({ access }: { access: string }) => !["public", "anyone", "person"].includes(access);
const guarded = all.filter(isGuarded).map((entry) => ({ ...entry, scope: entry.access as Scope }));
const closed = all.filter(({ access }) => access !== "public");
const ofDepartments = guarded.filter(
  ({ path }) => path.includes("{id}") && RECORDS[nounOf(path)]?.ofDepartments,
);

let api: IdentityApi;
/** Has the role `probe`, which each test gives one permission. */
let probe: Owner & { token: string };
/** Has the role `rest`, which each test gives all permissions but one. */
let rest: Owner & { token: string };
let beginner: { token: string };
/** Has every permission, within one department. */
let local: Owner & { token: string };
let elsewhere: Owner;
const keys = new Map<Scope, string>();

beforeAll(async () => {
  api = await identityApi();
  const [here, there] = [await api.addDepartment("Here"), await api.addDepartment("There")];
  await api.addRole("probe", [], { sees_recruiters: true });
  await api.addRole("rest", [], { sees_recruiters: true });
  await api.addRole("local", [], { reach: "department" });
  await grant(
    "local",
    guarded.map(({ key }) => key),
  );
  probe = { ...(await api.signedIn("probe", ["probe"])), departmentId: null };
  rest = { ...(await api.signedIn("rest", ["rest"])), departmentId: null };
  beginner = await api.signedIn("beginner", ["superuser"], { mustChangePassword: true });
  local = { ...(await api.signedIn("local", ["local"], { departmentId: here })), departmentId: here };
  elsewhere = { id: await api.addPerson("elsewhere", [], { departmentId: there }), departmentId: there };
  const root = await api.addPerson("root", ["superuser"]);
  for (const scope of SCOPES) {
    const scopes = SCOPES.filter((other) => other !== scope);
    const made = await api.identity.apiKeys.create({
      userId: root,
      name: `all but ${scope}`,
      node: null,
      scopes,
      madeWith: null,
      expiresAt: null,
    });
    keys.set(scope, made.key);
  }
});
afterAll(reset);

/** Gives the role these permissions and no other; what it has already is not written again. */
async function grant(role: string, routes: readonly string[]): Promise<void> {
  const roleId = "(select id from roles where name = ?1)";
  const wanted =
    "select id from permissions where method || ' ' || path in (select value from json_each(?2))";
  const run = (sql: string) => api.db.$client.prepare(sql).bind(role, JSON.stringify(routes));
  await api.db.$client.batch([
    run(`delete from role_permissions where role_id = ${roleId} and permission_id not in (${wanted})`),
    run(`insert or ignore into role_permissions select ${roleId}, id from (${wanted})`),
  ]);
  api.identity.forgetPrincipals();
}

type Entry = (typeof all)[number];

/** Sends the sample of a route; without an owner a request without a body, about nothing. */
async function send(
  { method, path, route }: Entry,
  { token, owner, headers }: { token: string | null; owner?: Owner; headers?: Record<string, string> },
) {
  if (!owner) {
    const filled = path.replace("/api/v1", "").replaceAll(/\{(\w+)\}/g, "x");
    return api.call(method, filled, { token, headers });
  }
  const sample = await sampleRequest(api, route, owner);
  return api.call(sample.method, sample.path, {
    token,
    json: sample.json,
    body: sample.body,
    headers: { ...sample.headers, ...headers },
  });
}

describe("the table of routes", () => {
  test("is all there is: no route is registered beside it", () => {
    const registered = api.app.routes.filter(({ method }) => method !== "ALL");
    const keyOf = (method: string, path: string) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`;
    expect(new Set(registered.map(({ method, path }) => keyOf(method, path)))).toEqual(
      new Set(all.map(({ key }) => key)),
    );
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });

  test("names the public routes, and those open to whoever is known", () => {
    const of = (access: string) => all.filter((entry) => entry.access === access).map(({ key }) => key);
    expect(of("public").toSorted()).toEqual(PUBLIC.toSorted());
    expect(of("anyone").toSorted()).toEqual(KNOWN.anyone.toSorted());
    expect(of("person").toSorted()).toEqual(KNOWN.person.toSorted());
  });

  test("has records to try for each noun with ids, and no other", () => {
    const nouns = guarded.filter(({ path }) => path.includes("{id}")).map(({ path }) => nounOf(path));
    expect(Object.keys(RECORDS).toSorted()).toEqual([...new Set(nouns)].toSorted());
  });

  test("holds records of departments", () => {
    expect(new Set(ofDepartments.map(({ path }) => path.split("/")[3]))).toEqual(
      new Set(["keywords", "users", "api-keys", "exports", "tasks", "task-batches", "bulk-actions"]),
    );
  });
});

describe.each(closed)("$key", (entry) => {
  test("refuses who sends no credential, and tells nothing", async () => {
    const answer = await send(entry, { token: null });
    expect(answer).toMatchObject({ status: 401, code: "unauthorized", data: null });
    expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="jobdata"');
  });

  test("refuses a wrong credential and a malformed one", async () => {
    for (const authorization of [
      `Bearer ${api.key}x`,
      `Bearer ${api.key.slice(0, -1)}`,
      `Bearer ${api.key.toUpperCase()}`,
      `Bearer ${probe.token.slice(0, -3)}`,
      "Bearer x",
      "Bearer",
      api.key,
      `Basic ${btoa(`admin:${api.key}`)}`,
      `Bearer ${api.key} x`,
      `Bearer ${api.key}, Bearer x`,
    ]) {
      const answer = await send(entry, { token: null, headers: { authorization } });
      expect(answer).toMatchObject({ status: 401, code: "unauthorized", data: null });
    }
    const cookie = `${api.identity.cookieName}=${encodeURIComponent(`${probe.token}x`)}`;
    const origin = api.config.PUBLIC_URL;
    expect((await send(entry, { token: null, headers: { cookie, origin } })).status).toBe(401);
  });
});

describe.each(guarded)("$key", (entry) => {
  test("refuses who has every permission but this one", async () => {
    await grant(
      "rest",
      guarded.map(({ key }) => key).filter((key) => key !== entry.key),
    );
    expect(await send(entry, { token: rest.token, owner: rest })).toMatchObject({
      status: 403,
      code: "forbidden",
      message: `not permitted: ${entry.key} (scope ${entry.scope})`,
    });
  });

  test("lets in who has just this one", async () => {
    await grant("probe", [entry.key]);
    const answer = await send(entry, { token: probe.token, owner: probe });
    // Some refuse one check later: calls for a node's own key, and new keys with more than the caller has.
    if (answer.status === 403)
      expect(answer.message).toMatch(
        /belongs to no node|you do not have ingest:write yourself|creates tasks, which you may not do|^a bulk action on [a-z-]+ needs /,
      );
    else if (ABSENT.has(entry.key)) expect(answer).toMatchObject({ status: 404, code: "not_found" });
    else expect([200, 201, 202]).toContain(answer.status);
  });

  test("refuses a superuser's key that lacks the scope", async () => {
    expect(await send(entry, { token: keys.get(entry.scope) ?? "", owner: probe })).toMatchObject({
      status: 403,
      code: "forbidden",
      message: `not permitted: ${entry.key} (scope ${entry.scope})`,
    });
  });

  test("refuses a superuser who must change their password first", async () => {
    expect(await send(entry, { token: beginner.token, owner: probe })).toMatchObject({
      status: 403,
      code: "password_change_required",
    });
  });
});

describe.each(ofDepartments)("$key", (entry) => {
  test("knows of no record of another department, and of one's own", async () => {
    const foreign = await send(entry, { token: local.token, owner: elsewhere });
    expect(foreign).toMatchObject({ status: 404, code: "not_found", data: null });
    const own = await send(entry, { token: local.token, owner: local });
    // 201 where something is added to the record.
    expect([200, 201]).toContain(own.status);
  });
});

test.each(all.filter(({ access }) => access === "person"))(
  "$key is for people, not for keys",
  async (entry) => {
    expect(await send(entry, { token: api.key })).toMatchObject({
      status: 403,
      code: "forbidden",
    });
  },
);

test("an unknown route tells nothing to a stranger", async () => {
  expect((await api.call("GET", "/nothing", { token: null })).status).toBe(401);
});

test("the light health route is open", async () => {
  expect(await api.call("GET", "/health", { token: null })).toMatchObject({
    status: 200,
    code: 0,
    data: { status: "ok" },
  });
});
