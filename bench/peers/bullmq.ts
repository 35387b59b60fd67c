/** Runs BullMQ over Redis: the caller in this process, the worker in bullmq-worker.ts. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Rig } from "../rig.ts";
import { findRedis, startRedis } from "./redis.ts";

const WORKER = fileURLToPath(new URL("./bullmq-worker.ts", import.meta.url));
const QUEUE = "bench";
const POLL_MS = 5;
const LIMIT_MS = 300_000;

export const BULLMQ_MISSING =
  "not measured: BullMQ or redis-server is not there (npm install; Debian: apt-get install redis-server)";

/** @returns null where BullMQ or Redis is not installed */
export function findBullMq(): string | null {
  const redis = findRedis();
  if (redis === null) return null;
  const versionOf = (name: string): string =>
    JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), "utf8"))
      .version;
  try {
    return `${versionOf("bullmq")}, ioredis ${versionOf("ioredis")}, Redis ${redis}`;
  } catch {
    // The packages of the benches are not installed.
    return null;
  }
}

export interface RunningBullMq {
  /**
   * Creates `count` empty tasks by `addBulk` of `perCall`.
   * @returns seconds from the first call until the last task is completed
   */
  rate(count: number, perCall: number): Promise<number>;
  close(): Promise<void>;
}

export async function startBullMq(rig: Rig): Promise<RunningBullMq> {
  const { Queue } = await import("bullmq");
  const redis = await startRedis(rig, "bullmq-redis");
  const connection = { host: "127.0.0.1", port: redis.port };
  const queue = new Queue(QUEUE, { connection });
  await queue.waitUntilReady();
  const stop = await rig.process(
    "bullmq",
    process.execPath,
    [WORKER, QUEUE, String(redis.port)],
    {},
    async () => (await queue.getWorkersCount()) > 0,
  );
  return {
    async rate(count, perCall) {
      await queue.obliterate({ force: true });
      const startedAt = performance.now();
      for (let made = 0; made < count; made += perCall) {
        const size = Math.min(perCall, count - made);
        await queue.addBulk(Array.from({ length: size }, () => ({ name: "empty", data: {} })));
      }
      while ((await queue.getCompletedCount()) < count) {
        if (performance.now() - startedAt > LIMIT_MS)
          throw new Error(`BullMQ: ${JSON.stringify(await queue.getJobCounts())} of ${count}`);
        await sleep(POLL_MS);
      }
      return (performance.now() - startedAt) / 1000;
    },
    async close() {
      await stop();
      await queue.close();
      await redis.close();
    },
  };
}
