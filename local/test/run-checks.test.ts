import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Check } from "./checks.ts";
import { runChecks } from "./run-checks.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "jobdata-run-checks-"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(root, { recursive: true, force: true });
});

/** The step waits until those that it needs have begun; it fails when one that must be over still runs, or has not run. */
const step = (name: string, lane: Check["lane"], { meets = [] as string[], after = [] as string[] } = {}) => {
  const script = `
    const { existsSync, writeFileSync } = require("node:fs");
    writeFileSync(${JSON.stringify(`${name}.begun`)}, "");
    if (!${JSON.stringify(after)}.every((one) => existsSync(one + ".over"))) process.exit(1);
    const wait = () => {
      if (!${JSON.stringify(meets)}.every((one) => existsSync(one + ".begun"))) return setTimeout(wait, 10);
      writeFileSync(${JSON.stringify(`${name}.over`)}, "");
    };
    wait();`;
  return { name, title: name, commands: [["-e", script]], lane };
};

test("two steps run at once, whichever core is free takes the next, and what needs the machine comes last", async () => {
  const steps = [
    step("system", "alone", { after: ["types", "edge", "unit", "pages"] }),
    step("types", "beside", { meets: ["edge"] }),
    // While the one core is busy until `unit` begins, the other one takes what waits.
    step("edge", "main", { meets: ["unit"] }),
    step("unit", "beside", { after: ["types"] }),
    step("pages", "beside"),
  ];
  expect(await runChecks(steps, root, [])).toEqual({ passed: 5, failed: 0, skipped: 0 });
  expect((await readdir(root)).filter((name) => name.endsWith(".over"))).toHaveLength(5);
});

test("a failed step is counted and stops none", async () => {
  const steps = [
    step("lint", "beside", { after: ["never"] }),
    step("unit", "beside"),
    step("system", "alone", { after: ["unit"] }),
  ];
  expect(await runChecks(steps, root, [])).toEqual({ passed: 2, failed: 1, skipped: 0 });
});
