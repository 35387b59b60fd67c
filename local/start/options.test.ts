import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readOptions } from "./options.ts";
import { portsFrom } from "./ports.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "jobdata-options-"));
  writeFileSync(join(folder, "keywords.csv"), "platform,keyword,city,priority\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("has the standard ports and folder without flags", () => {
  expect(readOptions([], folder)).toEqual({
    once: false,
    json: false,
    corpus: null,
    keywords: null,
    dataDir: join(folder, ".data"),
    fresh: false,
    resetAdmin: false,
    ports: {
      clickhouse: 8123,
      dashboard: 8788,
      worker: 8787,
      boss: 8791,
      qcwy: 8792,
      zhilian: 8793,
      mail: 2525,
    },
  });
});

test("finds a file that can't be CSV before anything starts", () => {
  const start = fileURLToPath(new URL("../start.ts", import.meta.url));
  const refused = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return spawnSync(process.execPath, [start, "--keywords", join(folder, name)], { encoding: "utf8" })
      .stderr;
  };
  expect(refused("empty.csv", "")).toContain(`${join(folder, "empty.csv")} is empty.`);
  expect(refused("book.csv", "PK\u0003\u0004…")).toContain("is an Excel workbook; save it as CSV UTF-8.");
});

test("moves all ports, each to its own", () => {
  const ports = Object.values(portsFrom(9000));
  expect(ports).toEqual([9000, 9001, 9002, 9003, 9004, 9005, 9006]);
});

test("takes paths from where the person stands", () => {
  const options = readOptions(["--keywords", "keywords.csv", "--data", "../elsewhere"], folder);
  expect(options.keywords).toBe(join(folder, "keywords.csv"));
  expect(options.dataDir).toBe(join(folder, "..", "elsewhere"));
});

test.each([
  [["--onec"], "unknown option '--onec'"],
  [["--ports", "80"], "Give a port from 1024 to 65529."],
  [["--ports", "9000x"], "Give a port from 1024 to 65529."],
  [["--corpus", "/no/such.csv"], "/no/such.csv does not exist."],
  [["--keywords", "/"], "/ is not a file."],
  [["crawl"], "too many arguments"],
])("refuses %j in one clear line", (flags, message) => {
  const start = fileURLToPath(new URL("../start.ts", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [start, ...flags], { encoding: "utf8" });
  expect(stderr).toContain(message);
  expect(status).toBe(1);
});
