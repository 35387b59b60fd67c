/** The command line against the whole system: the packed program as a process, and each command in this process. */
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { widthOf } from "../clients/terminal/width.ts";
import { jobFacts } from "../shared/tables/facts.ts";
import { type IoOptions, testIo } from "./support/cli/test-io.ts";
import { type System, startSystem } from "./support/system.ts";

const ESCAPE = "\u001b";
const COLOUR = new RegExp(`${ESCAPE}\\[\\d+m`, "g");

const CLI = join(import.meta.dirname, "..", "clients", "cli");
const ROWS = 450;
const HOSTILE = "\u001b]0;owned\u0007\u001b[2J会计\u202e";

let system: System;
let url: string;
let folder: string;
let bin: string;
/** The types of the API are computed with the command line's own settings, not again with those of the tests. */
let program: { runProgram(argv: string[], io: object): Promise<number> };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jobdata-cli-"));
  [system, program] = await Promise.all([startSystem(), import(join(CLI, "src", "program.ts")), pack()]);
  ({ origin: url } = (await system.harness.listen()).url);
  await storePostings();
});
afterAll(async () => {
  await system?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Packs the program as it is installed elsewhere: bundled, with nothing of the repository beside it. */
async function pack(): Promise<void> {
  const { stdout } = await promisify(execFile)("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: CLI,
  });
  const [packed] = JSON.parse(stdout.slice(stdout.search(/^\[/m))) as { filename: string }[];
  await promisify(execFile)("tar", ["-xzf", join(folder, packed?.filename ?? ""), "-C", folder]);
  bin = join(folder, "package", "bin", "jobdata.mjs");
}

async function storePostings(): Promise<void> {
  const values: Record<string, string> = {
    ...{ platform: "'boss'", job_key: "toString(number)", city: "'上海'", company_name: "'甲'" },
    title: "concat('会计', if(number = 0, unhex('1B5D303B6F776E6564071B5B324AE4BC9AE8AEA1E280AE'), ''))",
    collected_at: "fromUnixTimestamp64Milli(1795000000000)",
    first_seen: "fromUnixTimestamp64Milli(1790000000000 - number)",
    ...{ last_seen_day: "toDate('2026-11-22')", search_text: "'会计'", monthly_min: "number" },
    version: "fromUnixTimestamp64Milli(1795000000000)",
  };
  const columns = Object.keys(jobFacts.columns).filter((name) => values[name] !== undefined);
  await system.database.command({
    query: `INSERT INTO job_facts (${columns.join(", ")})
      SELECT ${columns.map((name) => `${values[name]} AS ${name}`).join(", ")} FROM numbers(${ROWS})`,
  });
}

/** Runs a command in this process. */
async function jobdata(args: string[], options: IoOptions = {}) {
  const io = testIo({
    cwd: folder,
    ...options,
    env: { HOME: folder, JOBDATA_URL: url, JOBDATA_KEY: system.apiKey, ...options.env },
  });
  const code = await program.runProgram(args, io);
  const { out, err } = io.text();
  expect(out + err, "no key in what it writes").not.toContain(system.apiKey);
  return { code, out, err };
}

/** The rows or the value that a command answers with `--json`. @throws when it fails */
async function ask<T = Record<string, unknown>>(args: string[], options: IoOptions = {}): Promise<T[]> {
  const { code, out, err } = await jobdata([...args, "--json"], options);
  expect(code, err).toBe(0);
  return out
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

/** Runs the packed program as a process. */
async function run(args: string[], stdin = "") {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, LANG: "en_US.UTF-8" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    out += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    err += part;
  });
  child.stdin.end(stdin);
  const [code] = (await once(child, "close")) as [number | null];
  expect(out + err, "no key in what it writes").not.toContain(system.apiKey);
  return { code, out, err };
}

test("the packed program signs in, adds a keyword, follows a task and fetches an export", async () => {
  const login = await run(["login", "--url", url], `${system.apiKey}\n`);
  expect(login, login.err).toMatchObject({
    code: 0,
    out: expect.stringContaining(`Signed in to ${url} as admin`),
  });
  const config = join(folder, ".config", "jobdata");
  expect((await stat(join(config, "keys", "default"))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(config, "config.json"), "utf8")).not.toContain(system.apiKey);

  const added = await run(["keyword", "add", "会计", "--city", "上海", "--platform", "zhilian"]);
  expect(added, added.err).toMatchObject({ code: 0, out: expect.stringContaining("created") });

  const created = await run(
    [...["task", "create", "data.validate", "--input", "-", "--key", "walk", "--json"]],
    '{"from":"2026-11-20","to":"2026-11-22"}',
  );
  expect(created.code, created.err).toBe(0);
  const { id } = JSON.parse(created.out) as { id: string };
  const watched = await run(["task", "watch", id]);
  expect(watched, watched.err).toMatchObject({ code: 0, out: expect.stringMatching(/State +done/) });

  const exported = await run([
    "export",
    "--city",
    "上海",
    "--columns",
    "job_key,title",
    "--output",
    "jobs.csv",
    "--json",
  ]);
  expect(exported.code, exported.err).toBe(0);
  const { sha256, rows } = JSON.parse(exported.out) as { sha256: string; rows: number };
  const file = await readFile(join(folder, "jobs.csv"));
  expect(createHash("sha256").update(file).digest("hex")).toBe(sha256);
  expect([rows, file.toString("utf8").trimEnd().split("\n").length]).toEqual([ROWS, ROWS + 1]);
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);

  const again = await run(["export", "--output", "jobs.csv"]);
  expect(again).toMatchObject({ code: 2, err: expect.stringContaining("jobs.csv is there already") });
});

describe("commands", () => {
  test("list all rows page by page, or as many as are wanted", async () => {
    const all = await ask<{ job_key: string; title: string }>(["search", "会计", "--all"]);
    expect(new Set(all.map(({ job_key }) => job_key)).size).toBe(ROWS);
    expect(all[0]?.title, "JSON keeps the value").toContain(HOSTILE);
    expect(await ask(["search", "--city", "上海", "--limit", "3"])).toHaveLength(3);
    const few = await jobdata(["search", "--limit", "2"]);
    expect(few.err).toContain("There are more: --limit N or --all.");
  });

  test("neutralise what a posting would do to the terminal, and fit its width", async () => {
    const { out } = await jobdata(["search", "--limit", "1"], { columns: 120 });
    expect(out).toContain("\\u001b");
    // The program's own colours are no hostile sequences.
    const bare = out.replaceAll(COLOUR, "");
    // No control character but the end of a line comes out, and nothing that turns the direction of text.
    expect(bare).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    for (const line of bare.split("\n")) expect(widthOf(line), line).toBeLessThanOrEqual(120);
    const json = (await jobdata(["search", "--limit", "1", "--json"])).out;
    expect(json).toContain("\\u202e");
  });

  test("show the system in both languages", async () => {
    const [status] = await ask<{ user: { username: string }; platforms: unknown[]; queues: unknown[] }>([
      "status",
    ]);
    expect(status).toMatchObject({ server: url, user: { username: "admin" }, ingest: { dead_letters: 0 } });
    expect([status?.platforms.length, status?.queues.length]).toEqual([3, 5]);
    const { out } = await jobdata(["status", "--lang", "zh"]);
    expect(out).toMatch(/智联/);
    expect(out).toMatch(/闭合/);
    expect((await jobdata(["monitor", "health"])).code).toBe(0);
    expect(await ask(["monitor", "progress"])).toMatchObject([{ tasks: [], platforms: expect.any(Array) }]);
    expect((await jobdata(["node", "list"])).err).toContain("Nothing found.");
    expect(await ask(["alert", "list", "--state", "all"])).toEqual([]);
    const unknown = ["alert", "ack", "0d2f7a1e-64a3-4f0e-8a59-1c5a9f1f6b02", "--note", "seen"];
    expect((await jobdata(unknown)).code).toBe(4);
    expect(await ask(["dead-letter", "replay", "--all"])).toEqual([{ replayed: 0 }]);
  });

  test("explain, cancel and recover a task", async () => {
    const input = '{"from":"2026-11-20","to":"2026-11-20"}';
    const later = ["task", "create", "data.validate", "--input", input, "--at", "+1h", "--priority", "high"];
    const [first] = await ask<{ id: string }>(later);
    const id = first?.id ?? "";
    expect(first).toMatchObject({ state: "scheduled", priority: 8 });
    expect(await ask(["task", "why", id])).toMatchObject([{ blocker: "not-due" }]);
    expect((await jobdata(["task", "why", id, "--lang", "zh"])).out).toContain("还未到时间");
    // A task of another queue waits for it, and says so with its queue.
    const after = ["task", "create", "images.process", "--input", '{"platform":"qcwy"}', "--depends-on", id];
    const [waiting] = await ask<{ id: string }>(after);
    expect(waiting).toMatchObject({ state: "blocked", depends_on: [id] });
    const why = ["task", "why", waiting?.id ?? ""];
    expect(await ask(why)).toMatchObject([{ blocker: "dependency", waits_for: [id] }]);
    expect((await jobdata([...why, "--lang", "zh"])).out).toContain(`${id} (数据同步)`);
    expect(await ask(["task", "cancel", waiting?.id ?? ""])).toMatchObject([{ state: "cancelled" }]);
    expect(await ask(["task", "cancel", id])).toMatchObject([{ state: "cancelled" }]);
    const watched = await jobdata(["task", "watch", id]);
    expect(watched).toMatchObject({ code: 1, err: expect.stringContaining("is cancelled") });
    expect(await ask(["task", "list", "--state", "cancelled", "--queue", "data_sync"])).toMatchObject([
      { id },
    ]);
    expect(await ask(["recovery", "checkpoints", id])).toEqual([]);
    expect((await jobdata(["recovery", "resume", id])).code).toBe(1);
    expect(await ask(["recovery", "retry", "-"], { stdin: `${id}\n` })).toMatchObject([{ ok: true }]);
    const other = `${id.slice(0, -1)}${id.endsWith("0") ? "1" : "0"}`;
    const skipped = await jobdata(["recovery", "skip", other, "--json"]);
    expect(skipped).toMatchObject({ code: 1, out: expect.stringContaining('"ok":false') });
  });

  test("add, pause, run, back-fill and remove a schedule", async () => {
    const add = ["schedule", "add", "cli-check", "--kind", "data.validate", "--cron", "0 6 * * MON"];
    const input = ["--input", '{"from":"2026-11-20","to":"2026-11-20"}'];
    expect(await ask([...add, ...input])).toMatchObject([{ name: "cli-check", next: expect.any(Array) }]);
    expect((await jobdata([...add, ...input])).code).toBe(1);
    expect((await jobdata([...add, "--every", "1h"])).err).toContain(
      "exactly one of --cron, --every and --at",
    );
    expect(await ask(["schedule", "pause", "cli-check"])).toMatchObject([{ paused_at: expect.any(Number) }]);
    expect(await ask(["schedule", "resume", "cli-check"])).toMatchObject([{ paused_at: null }]);
    const [slot] = await ask<{ task_id: string }>(["schedule", "run", "cli-check"]);
    const { code, out } = await jobdata(["task", "watch", slot?.task_id ?? ""]);
    expect(code, out).toBe(0);
    expect(await ask(["schedule", "slots", "cli-check"])).toMatchObject([
      { trigger: "manual", status: "fired" },
    ]);
    expect(await ask(["schedule", "backfill", "cli-check", "--from", "-7d"])).toEqual([
      { count: 0, backfill: null },
    ]);
    expect(await ask(["schedule", "remove", "cli-check"])).toMatchObject([{ name: "cli-check" }]);
    expect((await ask<{ name: string }>(["schedule", "list"])).map(({ name }) => name)).not.toContain(
      "cli-check",
    );
    expect((await jobdata(["schedule", "restore", "cli-check"])).out).toBe("cli-check is back.\n");
  });

  test("show what is wrong with a file of keywords before anything is stored", async () => {
    await mkdir(join(folder, "lists"));
    const text = "platform,keyword,city,priority\nboss,焊工,北京,5\nqcwy,Java,Atlantis,5\n";
    await writeFile(join(folder, "lists", "k.csv"), text);
    const dry = await jobdata(["keyword", "import", "lists/k.csv", "--dry-run"]);
    expect(dry).toMatchObject({ code: 1, out: expect.stringMatching(/3 +city +is not known on qcwy/) });
    const named = async () => (await ask(["keyword", "list", "--search", "焊工"])).length;
    expect(await named()).toBe(0);
    const unasked = await jobdata(["keyword", "import", "lists/k.csv"]);
    expect(unasked).toMatchObject({ code: 2, err: expect.stringContaining("--yes") });
    const refused = await jobdata(["keyword", "import", "lists/k.csv"], { stdin: null, answers: ["n"] });
    expect(refused).toMatchObject({ code: 0, err: expect.stringContaining("Nothing was done.") });
    expect(await named()).toBe(0);
    const done = await jobdata(["keyword", "import", "lists/k.csv", "--yes"]);
    expect(done).toMatchObject({ code: 1, out: expect.stringContaining("1 created") });
    expect(await named()).toBe(1);
  });

  test("end with the code and the sentence of the failure", async () => {
    const failing = async (args: string[], options: IoOptions = {}) => {
      const { code, err } = await jobdata(args, options);
      return `${code} ${err.trim()}`;
    };
    expect(await failing(["search", "--salary-from", "much"])).toMatch(
      /^2 jobdata: salary_from is not a number/,
    );
    expect(await failing(["search", "--city", "Atlantis"])).toMatch(/^2 jobdata: city is no city/);
    expect(await failing(["search", "--degree", "high", "--lang", "zh"])).toMatch(
      /^2 jobdata: degree\S*：只能是其中之一/,
    );
    expect(await failing(["task", "create", "data.validate"])).toMatch(/^2 jobdata: \S*from/);
    expect(await failing(["task", "info", "019aaa00-0000-4000-8000-000000000000"])).toMatch(
      /^[24] jobdata: /,
    );
    expect(await failing(["export", "get", "019aaa00-0000-4000-8000-000000000000"])).toMatch(
      /^4 jobdata: no export/,
    );
    expect(
      await failing(["status"], { env: { JOBDATA_KEY: "jd_this_key_was_never_made_by_anybody" } }),
    ).toMatch(/^3 jobdata: /);
    const doctor = await jobdata(["doctor", "--json"]);
    expect(doctor.code, doctor.out).toBe(0);
    expect(JSON.parse(doctor.out).checks.map(({ check }: { check: string }) => check)).toEqual(
      expect.arrayContaining(["version", "config", "environment", "proxy", "server", "key", "clock"]),
    );
  });
});
