import { afterEach, beforeEach, expect, test } from "vitest";
import { ConfigError } from "../../../shared/errors/config-error.ts";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

interface Line {
  seq: number;
  action: string | null;
  actor: string;
  request_id: string;
  status: number;
  before: unknown;
  after: { name?: string } | null;
}

const list = async (query: string, token?: string) =>
  (await api.call<{ items: Line[]; next_cursor: string | null }>("GET", `/audit-log?${query}`, { token }))
    .data;
const seqs = async (query: string) => (await list(query)).items.map(({ seq }) => seq);

test("is searched by who, what, which record, when and which request, and paged newest first", async () => {
  const from = api.now();
  const id = await api.addDepartment("Research");
  api.pass(1000);
  const headers = { "x-request-id": "rename-7" };
  await api.call("PATCH", `/departments/${id}`, { json: { name: "R 50%" }, headers });
  api.pass(1000);
  const omar = await api.signedIn("omar", ["operator"]);
  await api.call("POST", "/platforms/boss/dispatch", { token: omar.token });
  const [dispatch = 0, signIn = 0, rename = 0, create = 0] = await seqs("limit=4");

  const page = await list("limit=1");
  expect(page.items.map(({ seq }) => seq)).toEqual([dispatch]);
  expect(await seqs(`limit=2&cursor=${page.next_cursor}`)).toEqual([signIn, rename]);
  expect(await seqs(`record=department:${id}`)).toEqual([rename, create]);
  expect(await seqs("action=department.update")).toEqual([rename]);
  expect(await seqs("request_id=rename-7")).toEqual([rename]);
  expect(await seqs(`user_id=${omar.id}`)).toEqual([dispatch, signIn]);
  expect(await seqs("actor=OMAR")).toEqual([dispatch, signIn]);
  expect(await seqs("text=50%25")).toEqual([rename]);
  expect(await seqs("method=PATCH")).toEqual([rename]);
  expect(await seqs(`from=${from + 1000}&to=${from + 1999}`)).toEqual([rename]);
  expect(await seqs(`text=${"x".repeat(100)}`)).toEqual([]);
  const [line] = (await list("request_id=rename-7")).items;
  expect(line).toMatchObject({
    actor: "admin (key test)",
    route: "/api/v1/departments/:id",
    path: `/api/v1/departments/${id}`,
    status: 200,
    before: { name: "Research" },
    after: { name: "R 50%" },
  });
});

test("of other departments stays theirs", async () => {
  const [here, there] = [await api.addDepartment("Here"), await api.addDepartment("There")];
  await api.addRole("auditor", ["GET /audit-log"], { reach: "department" });
  const { token } = await api.signedIn("ada", ["auditor"], { departmentId: here });
  await api.signedIn("peer", [], { departmentId: here });
  await api.signedIn("far", [], { departmentId: there });
  const actors = (await list("limit=200", token)).items.map(({ actor }) => actor);
  expect(new Set(actors)).toEqual(new Set(["ada", "peer"]));
});

test("keeps what was refused for want of permission", async () => {
  const { token } = await api.signedIn("alice", ["analyst"]);
  await api.call("POST", "/departments", { token, json: { parent_id: null, name: "X" } });
  expect((await list("actor=alice&method=POST")).items[0]).toMatchObject({
    status: 403,
    route: "/api/v1/departments",
    after: null,
  });
});

test.each([
  ["an unknown error", new Error("the ledger is gone"), 500],
  ["a dependency that is away", new ConfigError("LEDGER_SHARDS", "is missing"), 503],
])(
  "a write that ended in %s is in the log, because it may have changed something; a bad request is not",
  async (_, error, status) => {
    await reset();
    const broken = await identityApi({
      ledgers: () => {
        throw error;
      },
    });
    const failed = await broken.call("POST", "/platforms/boss/dispatch", {
      headers: { "x-request-id": "half-done" },
    });
    expect(failed.status).toBe(status);
    const bad = await broken.call("POST", "/platforms/unknown/dispatch", {
      headers: { "x-request-id": "refused" },
    });
    expect(bad.status).toBe(422);
    expect(await broken.identity.audit.list({ requestId: "half-done" }, 5)).toMatchObject([
      { method: "POST", path: "/api/v1/platforms/boss/dispatch", status, actor: "admin (key test)" },
    ]);
    expect(await broken.identity.audit.list({ requestId: "refused" }, 5)).toEqual([]);
  },
);
