/** wrangler.toml and the docs say what `QUEUES` says; a failure names what is missing. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";
import { QUEUES } from "./queues.ts";

/** What is read of wrangler.toml here. */
interface WranglerToml {
  queues: { producers?: { binding: string; queue: string }[]; consumers?: { queue: string }[] };
  durable_objects: { bindings: { class_name: string }[] };
  migrations: { new_sqlite_classes?: string[] }[];
}

const config: WranglerToml = unstable_readConfig({ config: "wrangler.toml" });
const sorted = (names: readonly (string | undefined)[]) => [...names].sort();

test("every queue has its producer and its consumer in wrangler.toml", () => {
  const producers = (config.queues.producers ?? []).map(({ binding, queue }) => `${binding} = ${queue}`);
  expect(sorted(producers)).toEqual(sorted(QUEUES.map(({ binding, name }) => `${binding} = ${name}`)));
  const consumers = (config.queues.consumers ?? []).map(({ queue }) => queue);
  expect(sorted(consumers)).toEqual(sorted(QUEUES.map(({ name }) => name)));
});

test("every queue takes messages of its own kind", () => {
  for (const { kind, message } of QUEUES) expect(message.shape.kind.value).toBe(kind);
});

test("the generated types know every queue", () => {
  const types = readFileSync("worker-configuration.d.ts", "utf8");
  const missing = QUEUES.filter(({ binding }) => !types.includes(`\t${binding}: Queue;`));
  expect(missing.map(({ binding }) => binding)).toEqual([]);
});

test("docs/deploy.md creates every queue, docs/operate.md says what each is for", () => {
  const deploy = readFileSync("docs/deploy.md", "utf8");
  const created = /for q in ([\w -]+); do npx wrangler queues create "jobdata-\$q"/.exec(deploy)?.[1] ?? "";
  expect(created.split(" ").map((name) => `jobdata-${name}`)).toEqual(QUEUES.map(({ name }) => name));
  const operate = readFileSync("docs/operate.md", "utf8").replace(/ +/g, " ");
  const missing = QUEUES.filter(({ name, purpose }) => !operate.includes(`| \`${name}\` | ${purpose} |`));
  expect(missing.map(({ name }) => name)).toEqual([]);
});

test("every Durable Object class has its binding and its migration", () => {
  const index = readFileSync("workers/index.ts", "utf8");
  const exported = /^export \{([\w,\s]+)\};$/m.exec(index)?.[1]?.match(/\w+/g) ?? [];
  expect(exported.length).toBeGreaterThan(0);
  expect(sorted(config.durable_objects.bindings.map(({ class_name }) => class_name))).toEqual(
    sorted(exported),
  );
  expect(sorted(config.migrations.flatMap(({ new_sqlite_classes = [] }) => new_sqlite_classes))).toEqual(
    sorted(exported),
  );
});
