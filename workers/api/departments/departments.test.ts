import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

interface Department {
  id: string;
  parent_id: string | null;
  name: string;
  position: number;
  users: number;
}

const tree = async (query = "", token?: string) =>
  (await api.call<{ items: Department[] }>("GET", `/departments${query}`, { token })).data.items;
const patch = (id: string, json: object, token?: string) =>
  api.call("PATCH", `/departments/${id}`, { json, token });

test("the tree comes flat, in its order, with its users; siblings have different names", async () => {
  const b = await api.addDepartment("B");
  const a = await api.addDepartment("A");
  const inB = await api.addDepartment("inside", b);
  const inA = await api.addDepartment("inside", a);
  const inA2 = await api.addDepartment("other", a);
  await api.addPerson("alice", [], { departmentId: inA });
  const gone = await api.addPerson("gone", [], { departmentId: inA });
  await api.call("DELETE", `/users/${gone}`);
  expect((await tree()).map(({ id, position, users }) => [id, position, users])).toEqual([
    [b, 0, 0],
    [inB, 0, 0],
    [a, 1, 0],
    [inA, 0, 1],
    [inA2, 1, 0],
  ]);
  expect((await patch(a, { position: 0, name: "A" })).status).toBe(200);
  expect((await tree()).map(({ id }) => id)).toEqual([a, inA, inA2, b, inB]);
  for (const [method, path, json] of [
    ["POST", "/departments", { parent_id: a, name: " inside " }],
    ["PATCH", `/departments/${inA2}`, { name: "inside" }],
    ["PATCH", `/departments/${inB}`, { parent_id: a }],
  ] as const) {
    expect(await api.call(method, path, { json })).toMatchObject({
      status: 409,
      data: { problems: [{ field: "name" }] },
    });
  }
});

test("one that has others or users in it stays, and says who they are", async () => {
  const top = await api.addDepartment("Top");
  const below = await api.addDepartment("Below", top);
  await api.addPerson("alice", [], { departmentId: top });
  const remove = (id: string) => api.call("DELETE", `/departments/${id}`);
  expect(await remove(top)).toMatchObject({
    status: 409,
    code: "conflict",
    message: "the department still has departments (Below) and users (alice) in it",
  });
  expect((await remove(below)).data).toMatchObject({
    department: { id: below, deleted_at: expect.any(Number) },
    restore: { method: "POST", path: `/api/v1/departments/${below}/restore` },
  });
  expect((await remove(below)).status).toBe(409);
  expect((await remove(top)).message).toContain("users (alice)");
  const [alice] = (await api.call<{ items: { id: string }[] }>("GET", "/users?search=alice")).data.items;
  await api.call("DELETE", `/users/${alice?.id}`);
  expect((await remove(top)).status).toBe(200);
  // From the top down, and a user last.
  expect(await api.call("POST", `/users/${alice?.id}/restore`)).toMatchObject({ status: 409 });
  expect(await api.call("POST", `/departments/${below}/restore`)).toMatchObject({
    status: 409,
    message: "department Top above it is deleted; restore that first",
  });
  for (const path of [`/departments/${top}`, `/departments/${below}`, `/users/${alice?.id}`]) {
    expect((await api.call("POST", `${path}/restore`)).status).toBe(200);
  }
  expect((await tree()).map(({ users }) => users)).toEqual([1, 0]);
});

test("whatever is moved where, the tree stays a tree", async () => {
  const ids: string[] = [];
  for (let at = 0; at < 5; at++) ids.push(await api.addDepartment(`d${at}`));
  const place = fc.nat(4);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(place, fc.option(place)), { maxLength: 8 }), async (moves) => {
      for (const [what, where] of moves) {
        const answer = await patch(ids[what] ?? "", { parent_id: where === null ? null : ids[where] });
        const parents = new Map((await tree()).map(({ id, parent_id }) => [id, parent_id]));
        expect(parents.size).toBe(5);
        for (const id of ids) {
          let [at, steps]: [string | null, number] = [id, 0];
          for (; at !== null; at = parents.get(at) ?? null) expect(++steps).toBeLessThanOrEqual(5);
        }
        if (answer.status !== 200) {
          expect(answer).toMatchObject({ status: 422, data: { problems: [{ field: "parent_id" }] } });
        }
      }
    }),
    { numRuns: 10 },
  );
});

test("two moves at once that would close a circle: one is refused", async () => {
  const a = await api.addDepartment("A");
  const b = await api.addDepartment("B");
  const both = await Promise.all([patch(a, { parent_id: b }), patch(b, { parent_id: a })]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
});

test("whose reach is a department sees the tree, and changes what lies within", async () => {
  const top = await api.addDepartment("Top");
  const mine = await api.addDepartment("Mine", top);
  const below = await api.addDepartment("Below", mine);
  const other = await api.addDepartment("Other", top);
  const routes = ["GET", "POST"].map((method) => `${method} /departments`);
  const own = ["PATCH /departments/{id}", "DELETE /departments/{id}", "POST /departments/{id}/restore"];
  await api.addRole("lead", [...routes, ...own], { reach: "department" });
  const { token } = await api.signedIn("lea", ["lead"], { departmentId: mine });
  const post = (parent_id: string | null) =>
    api.call("POST", "/departments", { token, json: { parent_id, name: "New" } });
  expect(await tree("", token)).toHaveLength(4);
  for (const place of [null, top, other]) {
    expect((await post(place)).status).toBe(403);
    expect((await patch(below, { parent_id: place }, token)).status).toBe(403);
  }
  for (const id of [top, other]) {
    expect((await patch(id, { name: "x" }, token)).status).toBe(403);
    expect((await patch(id, { parent_id: mine }, token)).status).toBe(403);
    expect((await api.call("DELETE", `/departments/${id}`, { token })).status).toBe(403);
  }
  expect((await post(below)).status).toBe(201);
  expect((await patch(below, { name: "Beneath" }, token)).status).toBe(200);
  await api.call("DELETE", `/departments/${other}`);
  expect((await api.call("POST", `/departments/${other}/restore`, { token })).status).toBe(403);
});
