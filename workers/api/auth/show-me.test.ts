import { afterEach, beforeEach, expect, test } from "vitest";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

test("the caller's own account is told whole, with the department", async () => {
  const department = { id: await api.addDepartment("Research"), name: "Research" };
  for (const [username, departmentId] of [
    ["alice", department.id],
    ["bob", null],
  ] as const) {
    const id = await api.addPerson(username, ["analyst"], { departmentId });
    expect((await api.call("GET", "/auth/me", { token: await api.tokenOf(username) })).data).toMatchObject({
      user: {
        id,
        username,
        name: username,
        email: `${username}@example.com`,
        department: departmentId ? department : null,
      },
      roles: ["analyst"],
      reach: "all",
      menus: [
        "overview",
        "collection",
        "keywords",
        "bulk-actions",
        "schedules",
        "data",
        "jobs",
        "companies",
        "analytics",
        "coverage",
        "exports",
        "subscriptions",
        "governance",
        "quality",
        "matches",
        "company-queue",
        "skills",
      ].map((key) => ({
        key,
      })),
    });
  }
});
