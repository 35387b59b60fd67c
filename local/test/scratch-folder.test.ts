import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { scratchFolder } from "./scratch-folder.ts";

const before = process.env.TMPDIR;
let disk = "";
beforeEach(async () => {
  disk = await mkdtemp(join(tmpdir(), "jobdata-scratch-"));
  process.env.TMPDIR = disk;
});
afterEach(async () => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await rm(disk, { recursive: true, force: true });
});

test("without a folder in memory it lies among the temporary files, and is removed whole", () => {
  for (const memory of [join(disk, "none"), "/proc"]) {
    const scratch = scratchFolder(memory);
    expect(dirname(scratch.path)).toBe(disk);
    mkdirSync(join(scratch.path, "deep"));
    writeFileSync(join(scratch.path, "deep", "file"), "x");
    scratch.remove();
    expect(existsSync(scratch.path)).toBe(false);
  }
});

test("what a killed run left is removed, what a living one uses is not", () => {
  const { pid: dead } = spawnSync(process.execPath, ["-e", ""]);
  const [left, used] = [dead, process.ppid].map((pid) => join(disk, `jobdata-test-run-${pid}`)) as [
    string,
    string,
  ];
  for (const path of [left, used]) mkdirSync(path);
  scratchFolder(join(disk, "none")).remove();
  expect(existsSync(left)).toBe(false);
  expect(existsSync(used)).toBe(true);
});
