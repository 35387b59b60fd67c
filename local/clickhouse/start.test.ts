import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { startClickHouse } from "./start.ts";

const BATCH = 20_000;
let ch: ScratchClickHouse;

/** A batch whose rows and token come from its number. */
function insertBatch(number: number): Promise<string> {
  return ch.ask(
    `INSERT INTO t SETTINGS insert_deduplication_token = 'batch-${number}' FORMAT CSV\n${Array.from(
      { length: BATCH },
      (_, index) => `${number * BATCH + index},${"x".repeat(100)}`,
    ).join("\n")}`,
  );
}

describe("the server process", () => {
  afterEach(() => ch.remove());

  test("closes cleanly on SIGTERM, finishing the query under way, and keeps its data", async () => {
    ch = await scratchClickHouse({ migrated: false });
    await ch.ask("CREATE TABLE t (id UInt64, s String) ENGINE = MergeTree ORDER BY id");
    const inserted = insertBatch(0);
    while ((await ch.control({})).inserts === 0);
    const [exit] = await Promise.all([ch.exited, inserted, ch.close()]);
    expect(exit).toEqual({ code: 0, signal: null });
    ch = await ch.reopen();
    expect(await ch.ask("SELECT count() FROM t")).toBe(String(BATCH));
  });

  test("killed with SIGKILL in the middle of inserts opens again, each batch whole or absent", async () => {
    ch = await scratchClickHouse({ migrated: false });
    await ch.ask(`CREATE TABLE t (id UInt64, s String) ENGINE = MergeTree ORDER BY id
      SETTINGS non_replicated_deduplication_window = 100`);
    for (let number = 0; number < 4; number += 1) {
      const seen = (await ch.control({})).inserts;
      const lost = insertBatch(number).catch(() => "lost");
      while ((await ch.control({})).inserts === seen);
      await ch.kill();
      await lost;
      ch = await ch.reopen();
      const kept = Number(await ch.ask("SELECT count() FROM t"));
      expect(kept % BATCH).toBe(0);
      await insertBatch(number);
      expect(await ch.ask("SELECT count(), uniqExact(id) FROM t")).toBe(
        `${(number + 1) * BATCH}\t${(number + 1) * BATCH}`,
      );
    }
  });

  test("refuses a data directory in use, and a port in use", async () => {
    ch = await scratchClickHouse({ migrated: false });
    const account = { user: ch.user, password: "x", database: "jobdata" };
    await expect(startClickHouse({ dataDir: ch.dataDir, port: 0, ...account })).rejects.toThrow(
      /data directory .* is in use by another ClickHouse process/,
    );
    const other = `${ch.dataDir}-other`;
    await expect(
      startClickHouse({ dataDir: other, port: Number(new URL(ch.url).port), ...account }),
    ).rejects.toThrow(/EADDRINUSE/);
    await rm(other, { recursive: true, force: true });
    expect(await ch.ask("SELECT 1")).toBe("1");
  });

  test("never outlives the one that started it", async () => {
    ch = await scratchClickHouse({ migrated: false });
    const script = `import { startClickHouse } from ${JSON.stringify(new URL("./start.ts", import.meta.url).href)};
      const options = { port: 0, user: "default", password: "x", database: "jobdata" };
      const server = await startClickHouse({ dataDir: ${JSON.stringify(`${ch.dataDir}-orphan`)}, ...options });
      console.log(server.url);
      process.kill(process.pid, "SIGKILL");`;
    const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    expect(stdout).toMatch(/^http/);
    await expect
      .poll(() =>
        fetch(`${stdout.trim()}/ping`).then(
          () => "up",
          () => "gone",
        ),
      )
      .toBe("gone");
    await rm(`${ch.dataDir}-orphan`, { recursive: true, force: true });
  });
});

test("the command explains itself", async () => {
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [main, ...args]).catch(
      (error: { code: number; stderr: string }) => error,
    );
  expect(await run("--help")).toMatchObject({ stdout: expect.stringContaining("--data-dir") });
  expect(await run()).toMatchObject({ code: 1, stderr: expect.stringContaining("--data-dir") });
  expect(await run("--data-dir", "x", "--port", "99999")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is not a port"),
  });
});
