/** The program as a process: signals, exit codes, what others on the machine can see of it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeApi, KEY, startFakeApi } from "../../../tests/support/crawler-node/fake-api.ts";
import { untilSoon } from "../../../tests/support/until.ts";

const BIN = new URL("../bin/jobdata-node.mjs", import.meta.url).pathname;
let api: FakeApi;
let data: string;
const ends: (() => void)[] = [];
beforeEach(async () => {
  api = await startFakeApi();
  data = await mkdtemp(join(tmpdir(), "jobdata-node-"));
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await api.close();
  await rm(data, { recursive: true, force: true, maxRetries: 5 });
});

function run(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { PATH: process.env.PATH, HOME: data, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  ends.push(() => child.kill("SIGKILL"));
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
  return { child, text: () => text, code: once(child, "exit").then(([code]) => code as number | null) };
}
const flags = () => ["--api", api.url, "--platforms", "zhilian", "--data", data];

test("stops in order at one signal and at once at the second", async () => {
  const first = run(flags(), { JOBDATA_KEY: KEY });
  await untilSoon("the start", () => first.text().includes("node.started"));
  first.child.kill("SIGTERM");
  expect(await first.code).toBe(0);

  // The last heartbeat hangs: the second signal does not wait for it.
  const second = run(flags(), { JOBDATA_KEY: KEY });
  await untilSoon("the start", () => second.text().split("node.started").length > 1 && api.beats.length > 0);
  api.fault = () => "hang";
  second.child.kill("SIGINT");
  await untilSoon("the stop", () => second.text().includes("node.stopping"));
  second.child.kill("SIGINT");
  expect(await second.code).toBe(130);
});

test("refuses a second node on the same data folder", async () => {
  const first = run(flags(), { JOBDATA_KEY: KEY });
  await untilSoon("the start", () => first.text().includes("node.started"));
  const second = run(flags(), { JOBDATA_KEY: KEY });
  expect(await second.code).toBe(1);
  expect(second.text()).toContain(`is used by process ${first.child.pid}`);
});

test("takes over the folder of one that was killed", async () => {
  const first = run(flags(), { JOBDATA_KEY: KEY });
  await untilSoon("the start", () => first.text().includes("node.started"));
  first.child.kill("SIGKILL");
  await first.code;
  const second = run(flags(), { JOBDATA_KEY: KEY });
  await untilSoon("the start", () => second.text().includes("node.started"));
  second.child.kill("SIGTERM");
  expect(await second.code).toBe(0);
});

test.runIf(process.platform === "linux")(
  "hides a key that came as a flag from the process list and the log",
  async () => {
    const node = run([...flags(), "--key", KEY]);
    await untilSoon("the start", () => node.text().includes("node.started"));
    expect(await readFile(`/proc/${node.child.pid}/cmdline`, "utf8")).not.toContain(KEY);
    expect(node.text()).toContain("node.key-on-command-line");
    expect(node.text()).not.toContain(KEY);
  },
);

test.each([
  [["--slots", "0"], 2, "--slots"],
  [["--colour"], 2, "--colour"],
  [["--help"], 0, "Exit codes"],
  [["doctor", "--help"], 0, "--json"],
])("ends %j with %i", async (args, code, expected) => {
  const program = run(args, { JOBDATA_API: api.url, JOBDATA_KEY: KEY });
  expect(await program.code).toBe(code);
  expect(program.text()).toContain(expected);
});
