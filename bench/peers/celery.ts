/** Runs Celery over celery_app.py with a Python that has it. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Rig } from "../rig.ts";
import { findPython, runPython } from "./python.ts";
import { findRedis, startRedis } from "./redis.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const VERSIONS = `import celery, kombu, redis
print(celery.__version__ + ", kombu", kombu.__version__ + ", redis-py", redis.__version__)`;
const TIMEOUT_MS = 400_000;
/** Messages that each process takes ahead: with Celery's 4 its processes wait for Redis between empty tasks. */
const PREFETCH = 64;

export const CELERY_MISSING =
  "not measured: no Python here has Celery, or there is no redis-server (Debian: apt-get install python3-celery python3-redis redis-server)";

export interface Celery {
  python: string;
  /** The text also names the versions of its dependencies. */
  versions: string;
}

/** @returns null where Celery, its client of Redis or Redis is not installed */
export function findCelery(): Celery | null {
  const redis = findRedis();
  if (redis === null) return null;
  const found = findPython(VERSIONS);
  return found && { ...found, versions: `${found.versions}, Redis ${redis}` };
}

export interface RunningCelery {
  /** Creates tasks one by one. @returns seconds from the first call until the last result is stored */
  rate(count: number): Promise<number>;
  /** @returns milliseconds of each task from its call to its result */
  latency(count: number, perSecond: number): Promise<number[]>;
  close(): Promise<void>;
}

/** Starts Redis and one worker process per core, which is Celery's usual number, without the talk between workers. */
export async function startCelery({ python }: Celery, rig: Rig): Promise<RunningCelery> {
  const redis = await startRedis(rig, "celery-redis");
  const env = { CELERY_REDIS: `redis://127.0.0.1:${redis.port}`, PYTHONDONTWRITEBYTECODE: "1" };
  const stop = await rig.process(
    "celery",
    python,
    [
      ...["-m", "celery", `--workdir=${FOLDER}`, "-A", "celery_app", "worker", "--loglevel=WARNING"],
      ...[`--concurrency=${availableParallelism()}`, `--prefetch-multiplier=${PREFETCH}`],
      ...["--without-gossip", "--without-mingle", "--without-heartbeat"],
    ],
    env,
    // The caller waits for the first task itself.
    async () => true,
  );
  const call = <T>(...args: (string | number)[]): Promise<T> =>
    runPython(python, ["celery_app.py", ...args.map(String)], {
      cwd: FOLDER,
      env: { ...process.env, ...env },
      timeout: TIMEOUT_MS,
      maxBuffer: 2 ** 24,
    });
  return {
    rate: async (count) => (await call<{ seconds: number }>("rate", count)).seconds,
    latency: async (count, perSecond) => (await call<{ ms: number[] }>("latency", count, perSecond)).ms,
    async close() {
      await stop();
      await redis.close();
    },
  };
}
