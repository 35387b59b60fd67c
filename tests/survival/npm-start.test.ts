/** `npm start` is killed with SIGKILL half-way, with all its processes, and started again on the same data. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@clickhouse/client-web";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findProcesses, signal } from "../../local/start/processes.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { boardControl } from "../support/board-control.ts";
import { expectNothingLost } from "../support/invariant.ts";
import {
  freePortBase,
  type LocalStack,
  makeDataDir,
  removeDataDir,
  startLocalStack,
} from "../support/local-stack.ts";
import { type Operations, operations } from "../support/operations.ts";
import { until } from "../support/until.ts";

const START_MS = 600_000;
/** Boss is crawled by a browser: a few pages are enough. */
const SEARCHES = {
  boss: ["Java,上海", "Python,上海"],
  qcwy: ["Java,全国", "Python,全国", "前端,全国"],
  zhilian: ["Java,全国", "Python,全国", "前端,全国"],
};

let dataDir: string;
let portBase: number;
let stack: LocalStack;

beforeAll(async () => {
  dataDir = await makeDataDir();
  portBase = await freePortBase();
});
afterAll(async () => {
  stack?.kill("SIGINT");
  await stack?.ended;
  if (dataDir) await removeDataDir(dataDir);
});

/** A test operates the stack from outside with these, once its secrets are made. */
async function reach(started: LocalStack): Promise<Operations & { close(): Promise<void> }> {
  const { ports } = started;
  const secrets = JSON.parse(await readFile(join(dataDir, "secrets.json"), "utf8"));
  const database = createClient({
    url: `http://127.0.0.1:${ports.clickhouse}`,
    username: "default",
    password: secrets.CLICKHOUSE_PASSWORD,
    database: "jobdata",
  });
  const made = operations({
    send: (path, init) => fetch(`http://127.0.0.1:${ports.worker}${path}`, init),
    apiKey: await started.apiKey(),
    boards: Object.fromEntries(
      PLATFORMS.map((platform) => [platform, { url: `http://127.0.0.1:${ports[platform]}` }]),
    ) as Record<(typeof PLATFORMS)[number], { url: string }>,
    database,
  });
  return { ...made, close: () => database.close() };
}

/** Kills the launcher and all its processes at once, so that none can shut down cleanly. */
async function killAll(): Promise<void> {
  const { pid } = JSON.parse(await readFile(join(dataDir, "launcher.json"), "utf8"));
  signal(pid, "SIGKILL");
  for (const part of findProcesses((name) => name.startsWith(`${dataDir}#`))) signal(part, "SIGKILL");
}

test("loses nothing and doubles nothing", async () => {
  const keywords = join(dataDir, "..", `${dataDir.split("/").at(-1)}.csv`);
  const lines = PLATFORMS.flatMap((platform) =>
    SEARCHES[platform].map((search) => `${platform},${search},5`),
  );
  await writeFile(keywords, `platform,keyword,city,priority\n${lines.join("\n")}\n`);
  stack = startLocalStack(dataDir, portBase, ["--keywords", keywords]);
  // On each board one page is slow, so that a request is under way when all processes are killed.
  for (const platform of PLATFORMS) {
    const board = boardControl(`http://127.0.0.1:${stack.ports[platform]}`);
    const fault = { kind: "slow", delayMs: 600_000, times: 1, match: { page: 2 } } as const;
    await until(`the ${platform} board`, () => board.spoil(fault).then(() => true), START_MS);
  }
  await until(
    "pages saved on each platform, and a page under way",
    async () => {
      const running = await reach(stack);
      try {
        const states = await running.keywords();
        const struck = await Promise.all(
          PLATFORMS.map(async (platform) => (await running.board(platform).statistics()).faulted.slow === 1),
        );
        return (
          struck.every(Boolean) &&
          PLATFORMS.every((platform) =>
            states.some((one) => one.platform === platform && (one.run?.pages ?? 0) > 0),
          ) &&
          states.some(({ state }) => state !== "done")
        );
      } finally {
        await running.close();
      }
    },
    START_MS,
  );
  await killAll();
  await stack.ended;

  stack = startLocalStack(dataDir, portBase, ["--keywords", keywords]);
  await until("npm start to be up", async () => stack.output().includes("Ctrl-C ends everything"), START_MS);
  const system = await reach(stack);
  try {
    const all = await system.keywords();
    expect(all).toHaveLength(lines.length);
    await expectNothingLost(system);
  } finally {
    await system.close();
  }
});
