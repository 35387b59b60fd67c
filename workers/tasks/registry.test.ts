/** A kind is one file and one line: what is registered can be created, and runs to its end, with nothing else said of it. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { createLogger } from "../../shared/log.ts";
import { CREATOR, TaskRig } from "../../tests/edge/task-ledger/rig.ts";
import { countCities } from "../../tests/support/tasks/data.count-cities.ts";
import { ROUTE_PERMISSIONS } from "../api/access-tables.ts";
import { r2Store } from "../storage/r2-store.ts";
import { consumeTasks } from "./consume-tasks.ts";
import { createTasks } from "./create-tasks.ts";
import type { TaskKind } from "./kind.ts";
import { taskKinds } from "./registry.ts";
import type { TaskServices } from "./task-services.ts";

test("the kind that docs/tasks.md shows is created with its input checked, killed, and done, once it is registered", async () => {
  const rig = await TaskRig.start();
  // It says its queue itself; the rig has one ledger for all.
  const kinds: TaskKind[] = [...taskKinds, { ...countCities, queue: "default" }];
  const history = { search: async () => [] };
  const tasks = createTasks({ kinds, ledger: () => rig.api, history, clock: { now: () => rig.now } });
  const create = (input: Record<string, unknown>) => tasks.create({ kind: countCities.name, input }, CREATOR);
  await expect(create({ cities: [""] })).rejects.toMatchObject({
    code: "validation_failed",
    problems: [{ field: "input.cities.0" }],
  });
  const { id } = await create({ cities: ["上海", "北京", "深圳"] });
  const asked: unknown[] = [];
  const services = {
    clock: { now: () => rig.now, sleep: async () => {} },
    logger: createLogger({}, { write: () => {} }),
    redact: (text: string) => text,
    store: r2Store(env.SPOOL),
    ask: async (_sql: string, _row: unknown, { city }: { city: string }) => {
      asked.push(city);
      if (asked.length === 2) throw new Error("ClickHouse fell over");
      return [{ n: 5 }];
    },
  } as unknown as TaskServices;
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const consume = () =>
    consumeTasks(
      { ledger: () => rig.api, kinds: byName, services },
      { kind: "tasks", queue: "default", cause: "test" },
      60_000,
    );
  await consume();
  expect((await rig.api.get(id))?.task.state).toBe("retrying");
  rig.now += 3_600_000;
  await rig.alarm();
  await consume();
  expect((await rig.api.get(id))?.task).toMatchObject({ state: "done", result: { found: 15 } });
  expect(asked).toEqual(["上海", "北京", "北京", "深圳"]);
});

test("every kind needs permissions that there are, and has both names and a schema that a form can be made of", () => {
  const routes = new Map(ROUTE_PERMISSIONS.map(({ method, path, scope }) => [`${method} ${path}`, scope]));
  expect(new Set(taskKinds.map(({ name }) => name)).size).toBe(taskKinds.length);
  for (const { name, needs, title, input } of taskKinds) {
    for (const { route, scope } of needs)
      expect([name, route, routes.get(route)]).toEqual([name, route, scope]);
    expect(title.zh).toMatch(/\p{Script=Han}/u);
    expect(title.en).toMatch(/^[A-Z]/);
    const schema = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
    expect([name, schema.type]).toEqual([name, "object"]);
  }
});
