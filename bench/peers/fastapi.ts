/** Runs batch_store.py under uvicorn with a Python that has FastAPI. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { PASSWORD, type Rig } from "../rig.ts";
import type { UploadTarget } from "../uploads.ts";
import { findPython } from "./python.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const KEY = "bench-peer-key";
/** batch_store.py imports these packages, or they make uvicorn fast. */
const MODULES = ["fastapi", "uvicorn", "pydantic", "httpx", "uvloop", "httptools"];
const VERSIONS = `import ${MODULES.join(", ")}
print("FastAPI", fastapi.__version__ + ", uvicorn", uvicorn.__version__ + ", pydantic", pydantic.VERSION)`;

export const FASTAPI_MISSING =
  "not measured: no Python here has FastAPI (Debian: apt-get install python3-fastapi python3-uvicorn python3-httpx python3-uvloop python3-httptools)";

export interface FastApi {
  python: string;
  /** The text also names the versions of its dependencies. */
  versions: string;
}

/** @returns null where FastAPI or a dependency is not installed */
export const findFastApi = (): FastApi | null => findPython(VERSIONS);

/** Starts one worker process per core, as uvicorn's documentation advises. */
export async function startFastApi(
  { python }: FastApi,
  rig: Rig,
  database: string,
): Promise<UploadTarget & { close(): Promise<void> }> {
  const { url, close } = await rig.program(
    "fastapi",
    python,
    (port) => [
      "-m",
      "uvicorn",
      "batch_store:app",
      `--app-dir=${FOLDER}`,
      "--host=127.0.0.1",
      `--port=${port}`,
      `--workers=${availableParallelism()}`,
      "--loop=uvloop",
      "--http=httptools",
      "--no-access-log",
      "--log-level=warning",
    ],
    {
      CLICKHOUSE_URL: await rig.clickhouse(),
      CLICKHOUSE_PASSWORD: PASSWORD,
      CLICKHOUSE_DATABASE: database,
      API_KEY: KEY,
      PYTHONDONTWRITEBYTECODE: "1",
    },
    "/docs",
  );
  return { url: `${url}/api/v1/universal/data/batch-store`, key: KEY, close };
}
