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
import { afterEach, beforeEach, expect, it } from "vitest";
import { DataDir } from "./data-dir.ts";
import { readSecrets } from "./secrets.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "jobdata-data-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("refuses a folder that holds something else, and leaves it alone", () => {
  writeFileSync(join(folder, "thesis.txt"), "years of work");
  expect(() => new DataDir(folder)).toThrow("is not empty and was not made by the launcher");
  expect(readFileSync(join(folder, "thesis.txt"), "utf8")).toBe("years of work");
});

it("empties a folder of its own, and only then", () => {
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

it("is not taken while another launcher lives, and is after its death", async () => {
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

function startOfParent(): string | undefined {
  const stat = readFileSync(`/proc/${process.ppid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

it("makes secrets once, different ones each, for the owner only", () => {
  const made = readSecrets(folder);
  expect(new Set(Object.values(made)).size).toBe(4);
  expect(readSecrets(folder)).toEqual(made);
  expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
});

it("names the damaged secret and shows none", () => {
  const made = readSecrets(folder);
  writeFileSync(join(folder, "secrets.json"), JSON.stringify({ ...made, AUTH_SECRET: "short" }));
  expect(() => readSecrets(folder)).toThrow(/is damaged \(AUTH_SECRET\)/);
  writeFileSync(join(folder, "secrets.json"), `{"AUTH_SECRET": "${made.AUTH_SECRET}`);
  expect(() => readSecrets(folder)).toThrow(
    /secrets.json: is damaged; delete it to have new secrets made, or start with --fresh$/,
  );
});
