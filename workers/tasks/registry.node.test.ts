/** The registry, the folder of kinds and the pages of docs tell of the same kinds. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { taskKinds } from "./registry.ts";

const ROOT = join(import.meta.dirname, "../..");
const page = (name: string) => readFileSync(join(ROOT, "docs", name), "utf8");
const PAGES = ["tasks.md", "tasks.zh-CN.md"];

test("each file of the folder is a kind, and each kind has a file named by it", () => {
  const files = readdirSync(join(import.meta.dirname, "kinds")).filter((name) => !/\.test\.ts$/.test(name));
  expect(files.sort()).toEqual(taskKinds.map(({ name }) => `${name}.ts`).sort());
});

test.each(PAGES)("%s names each kind with its queue and each member of its input", (name) => {
  const rows = page(name).split("\n");
  for (const kind of taskKinds) {
    const row = rows.find((line) => line.startsWith(`| \`${kind.name}\``)) ?? "";
    const { properties = {} } = z.toJSONSchema(kind.input, { io: "input", unrepresentable: "any" });
    for (const word of [kind.queue, ...Object.keys(properties)])
      expect([row, row.includes(`\`${word}\``)]).toEqual([row, true]);
  }
});

test.each(PAGES)("the example of %s is the file that a test runs", (name) => {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(page(name)) ?? [];
  const file = readFileSync(join(ROOT, "tests/support/tasks/data.count-cities.ts"), "utf8");
  expect(example).toBe(
    file
      .replaceAll("../../../workers/clickhouse/", "../../clickhouse/")
      .replaceAll("../../../workers/tasks/", "../"),
  );
});
