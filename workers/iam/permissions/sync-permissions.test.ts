import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "../../../shared/config.ts";
import { createLogger } from "../../../shared/log.ts";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import { ROUTE_PERMISSIONS } from "../../api/access-tables.ts";
import { syncPermissions as job } from "../../schedule/jobs/sync-permissions.ts";
import { createIdentity } from "../create-identity.ts";
import type { RoutePermission } from "./sync-permissions.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

/** The first isolate after a deploy of code with these routes. */
const deployed = (routes: readonly RoutePermission[]) =>
  createIdentity({
    database: env.DB,
    config: readConfig(env),
    routes: [...routes],
    logger: createLogger({}, { write: () => {} }),
    sendMail: null,
    now: () => Date.now(),
  });

const GONE = "GET /api/v1/jobs";
const NEW: RoutePermission = {
  method: "POST",
  path: "/api/v1/moons",
  scope: "keywords:write",
  summary: "Make a moon",
};
const next = [...ROUTE_PERMISSIONS.filter(({ method, path }) => `${method} ${path}` !== GONE), NEW];

async function granted(role: string): Promise<string[]> {
  const { results } = await env.DB.prepare(
    `select p.method || ' ' || p.path as value from role_permissions rp
      join roles r on r.id = rp.role_id join permissions p on p.id = rp.permission_id
      where r.name = ? order by 1`,
  )
    .bind(role)
    .all<{ value: string }>();
  return results.map(({ value }) => value);
}

describe("after a deploy", () => {
  test("a route that is gone takes its grants along, a new one goes to built-in roles by scope; the rest stays", async () => {
    await api.addRole("custom", ["GET /jobs", "GET /keywords"]);
    // A user took this away from the operators; a sync must not grant it again.
    await env.DB.prepare(
      `delete from role_permissions where role_id = (select id from roles where name = 'operator')
        and permission_id = (select id from permissions where method = 'DELETE' and path = '/api/v1/keywords/{id}')`,
    ).run();
    const [operator, analyst, node] = [
      await granted("operator"),
      await granted("analyst"),
      await granted("node"),
    ];
    expect(operator).toContain(GONE);

    const report = await deployed(next).permissions.sync();
    expect(report).toEqual({ added: ["POST /api/v1/moons"], removed: [GONE], total: next.length });
    const without = (list: string[]) => list.filter((route) => route !== GONE);
    expect(await granted("custom")).toEqual(["GET /api/v1/keywords"]);
    expect(await granted("operator")).toEqual([...without(operator), "POST /api/v1/moons"].toSorted());
    expect(await granted("analyst")).toEqual(without(analyst));
    expect(await granted("node")).toEqual(node);
    const left = await env.DB.prepare(
      "select count(*) as n from role_permissions where permission_id not in (select id from permissions)",
    ).first<{ n: number }>();
    expect(left?.n).toBe(0);
    expect(await deployed(next).permissions.sync()).toEqual({ added: [], removed: [], total: next.length });
  });

  test("menus that nobody edited follow the code's groups; those that somebody moved or renamed stay", async () => {
    const placed = async () => {
      const { results } = await env.DB.prepare(
        `select m.key, m.title_en, ifNull(g.key, '') as parent from menus m left join menus g on g.id = m.parent_id
          where m.key in ('keywords', 'jobs', 'quality', 'api-keys') order by m.key`,
      ).all<{ key: string; title_en: string; parent: string }>();
      return results.map(({ key, title_en, parent }) => `${parent}/${key} ${title_en}`);
    };
    const seeded = await placed();
    expect(seeded).toEqual([
      "administration/api-keys API keys",
      "data/jobs Postings",
      "collection/keywords Keywords",
      "governance/quality Data quality",
    ]);
    // As an earlier release stored them; then people renamed one, deleted a group, and put a group below one of its pages.
    await env.DB.batch(
      [
        "update menus set parent_id = null, position = 3 where key in ('keywords', 'jobs', 'quality', 'api-keys')",
        "update menus set title_en = 'Adverts', updated_at = created_at + 1 where key = 'jobs'",
        "update menus set deleted_at = 1, updated_at = created_at + 1 where key = 'governance'",
        "update menus set parent_id = (select id from menus where key = 'api-keys'), updated_at = created_at + 1 where key = 'administration'",
      ].map((statement) => env.DB.prepare(statement)),
    );
    await deployed(next).permissions.sync();
    expect(await placed()).toEqual([
      "/api-keys API keys",
      "/jobs Adverts",
      "collection/keywords Keywords",
      "/quality Data quality",
    ]);
  });

  test("two isolates that refresh at once do it once", async () => {
    await Promise.all([deployed(next).permissions.sync(), deployed(next).permissions.sync()]);
    const { n } = (await env.DB.prepare(
      "select count(*) as n from permissions where path = '/api/v1/moons'",
    ).first<{ n: number }>()) ?? { n: 0 };
    expect(n).toBe(1);
    expect(await granted("operator")).toContain("POST /api/v1/moons");
  });

  test("it happens at the first request", async () => {
    const identity = deployed(next);
    expect(await granted("operator")).not.toContain("POST /api/v1/moons");
    await identity.identify({ kind: "bearer", value: api.key });
    expect(await granted("operator")).toContain("POST /api/v1/moons");
  });

  test("it happens at the next tick when nobody calls, and again after D1 came back from a copy", async () => {
    const identity = deployed(next);
    const tick = () => job.run({ identity } as never, {} as never);
    await tick();
    expect(await granted("operator")).toContain("POST /api/v1/moons");
    await env.DB.prepare("delete from permissions where path = '/api/v1/moons'").run();
    await env.DB.prepare("update facts set value = 'older'").run();
    await tick();
    expect(await granted("operator")).toContain("POST /api/v1/moons");
  });

  test("a person does it by hand and is told what changed", async () => {
    await env.DB.prepare("delete from permissions where path = '/api/v1/jobs'").run();
    const answer = await api.call("POST", "/permissions/refresh");
    expect(answer).toMatchObject({ status: 200, data: { added: [GONE], removed: [] } });
    const listed = await api.call<{ items: { path: string }[] }>("GET", "/permissions");
    expect(listed.data.items).toHaveLength(ROUTE_PERMISSIONS.length);
    const scopes = await api.call<{ items: { scope: string; permissions: string[] }[] }>("GET", "/scopes");
    expect(scopes.data.items.find(({ scope }) => scope === "read")?.permissions).toContain(GONE);
    expect(scopes.data.items.flatMap(({ permissions }) => permissions)).toHaveLength(
      ROUTE_PERMISSIONS.length,
    );
  });
});
