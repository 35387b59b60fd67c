/** Objects take time, chance and ids from `ObjectClock` alone: else a seed would not decide what happens. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const OBJECTS = fileURLToPath(new URL("../../durable-objects/", import.meta.url).href);
const DIRECT = /Math\.random|Date\.now|new Date\(\)|randomUUID|getRandomValues/;

test("no object takes time or chance by itself", () => {
  const files = readdirSync(OBJECTS, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
  );
  expect(files.length).toBeGreaterThan(80);
  const direct = files.filter((name) => DIRECT.test(readFileSync(OBJECTS + name, "utf8")));
  expect(direct).toEqual([]);
});
