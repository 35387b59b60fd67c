import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DataDir } from "./data-dir.ts";
import { readSecrets } from "./secrets.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "jobdata-data-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("refuses a folder that holds something else, and leaves it alone", () => {
  writeFileSync(join(folder, "thesis.txt"), "years of work");
  expect(() => new DataDir(folder)).toThrow("is not empty and was not made by the launcher");
  expect(readFileSync(join(folder, "thesis.txt"), "utf8")).toBe("years of work");
});

test("says at once why a folder can't be made", () => {
  expect(() => new DataDir("/proc/jobdata/data")).toThrow("--data /proc/jobdata/data: cannot be used: ");
});

test("empties a folder of its own, and only then", () => {
  const path = join(folder, "new", "data");
  const dataDir = new DataDir(path);
  dataDir.prepare();
  writeFileSync(join(dataDir.folder("clickhouse"), "part"), "rows");
  new DataDir(path).prepare();
  expect(existsSync(join(path, "clickhouse", "part"))).toBe(true);
  new DataDir(path).empty();
  expect(existsSync(join(path, "clickhouse"))).toBe(false);
  expect(() => new DataDir(path)).not.toThrow();
});

test("is not taken while another launcher lives, and is after its death", async () => {
  const dataDir = new DataDir(folder);
  // Process 1 lives as long as the machine; its true start time cannot be this one.
  writeFileSync(
    join(folder, "launcher.json"),
    JSON.stringify({ pid: 1, startedAt: "another process with this number" }),
  );
  await dataDir.take(() => {});
  writeFileSync(join(folder, "launcher.json"), "{ cut sho");
  await dataDir.take(() => {});
  const ours = JSON.parse(readFileSync(join(folder, "launcher.json"), "utf8"));
  writeFileSync(
    join(folder, "launcher.json"),
    JSON.stringify({ ...ours, pid: process.ppid, startedAt: startOfParent() }),
  );
  await expect(dataDir.take(() => {})).rejects.toThrow(
    `is in use by another npm start, process ${process.ppid}`,
  );
});

test("is taken by one of many launchers that start at the same moment, a dead one's lock in their way", async () => {
  new DataDir(folder);
  writeFileSync(join(folder, "launcher.json"), JSON.stringify({ pid: 1, startedAt: "long ago" }));
  const module = new URL("./data-dir.ts", import.meta.url).href;
  const program = `
    const { DataDir } = await import(${JSON.stringify(module)});
    await new DataDir(${JSON.stringify(folder)}).take(() => {}).then(() => console.log("taken"), (e) => console.log(e.message));
    process.stdin.resume().once("end", () => process.exit());`;
  const launchers = Array.from({ length: 5 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  const words = await Promise.all(
    launchers.map(async ({ stdout }) => String((await once(stdout, "data"))[0]).trim()),
  );
  for (const { stdin } of launchers) stdin.end();
  await Promise.all(launchers.map((launcher) => once(launcher, "exit")));
  expect(words.filter((word) => word === "taken")).toHaveLength(1);
  expect(words.filter((word) => word.includes("is in use by another npm start"))).toHaveLength(4);
});

test("says in one line why a path cannot be the folder", () => {
  writeFileSync(join(folder, "file"), "");
  expect(() => new DataDir(join(folder, "file"))).toThrow(/^--data .*\/file: cannot be used: EEXIST/);
  expect(() => new DataDir(join(folder, "file", "below"))).toThrow(/^--data .*: cannot be used: EEXIST/);
});

function startOfParent(): string | undefined {
  const stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

test("makes secrets once, different ones each, for the owner only", () => {
  const made = readSecrets(folder);
  expect(new Set(Object.values(made)).size).toBe(5);
  expect(readSecrets(folder)).toEqual(made);
  expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
});

test("names the damaged secret and shows none", () => {
  const made = readSecrets(folder);
  writeFileSync(join(folder, "secrets.json"), JSON.stringify({ ...made, AUTH_SECRET: "short" }));
  expect(() => readSecrets(folder)).toThrow(/is damaged \(AUTH_SECRET\)/);
  writeFileSync(join(folder, "secrets.json"), `{"AUTH_SECRET": "${made.AUTH_SECRET}`);
  expect(() => readSecrets(folder)).toThrow(
    /secrets.json: is damaged; delete it to have new secrets made, or start with --fresh$/,
  );
});
