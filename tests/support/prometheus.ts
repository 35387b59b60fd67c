/** A real Prometheus and its promtool, from Debian's package `prometheus`. */
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./until.ts";

/** A scrape must not take longer than the time between two, and on a busy machine it may take a second. */
const EVERY = "3s";

export const INSTALL_HINT = "Prometheus is not installed (Debian: apt-get install prometheus)";

const isThere = (program: string) =>
  new Promise<boolean>((resolve) => execFile(program, ["--version"], (error) => resolve(error === null)));

/** @returns false where the machine has no Prometheus */
export const hasPrometheus = async (): Promise<boolean> =>
  (await isThere("promtool")) && (await isThere("prometheus"));

/** Runs `promtool check metrics` over a text. @returns what it complains of */
export const promtoolCheck = (text: string): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    const child = execFile("promtool", ["check", "metrics"], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr }),
    );
    child.stdin?.end(text);
  });

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

export interface ScrapeJob {
  name: string;
  /** `127.0.0.1:8080` */
  target: string;
  apiKey: string;
}

export interface PromResult {
  metric: Record<string, string>;
  value: [number, string];
}

/** Starts a Prometheus that scrapes as docs/monitoring.md says, but every few seconds. */
export async function startPrometheus(jobs: readonly ScrapeJob[]) {
  const folder = await mkdtemp(join(tmpdir(), "jobdata-prometheus-"));
  const scrapes = await Promise.all(
    jobs.map(async ({ name, target, apiKey }) => {
      const file = join(folder, `${name}.key`);
      await writeFile(file, apiKey, { mode: 0o600 });
      return {
        job_name: name,
        metrics_path: "/metrics",
        authorization: { type: "Bearer", credentials_file: file },
        static_configs: [{ targets: [target] }],
      };
    }),
  );
  // JSON is YAML too.
  const config = { global: { scrape_interval: EVERY, scrape_timeout: EVERY }, scrape_configs: scrapes };
  await writeFile(join(folder, "prometheus.yml"), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    "prometheus",
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${address}`,
      "--log.level=error",
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`http://${address}/api/v1/${path}`);
    const { data, error } = (await response.json()) as { data: T; error?: string };
    if (error) throw new Error(error);
    return data;
  };
  await until("Prometheus to answer", () =>
    fetch(`http://${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return {
    /** @throws Error for a query that Prometheus refuses */
    query: async (expression: string): Promise<PromResult[]> =>
      (await ask<{ result: PromResult[] }>(`query?query=${encodeURIComponent(expression)}`)).result,
    ask,
    async close(): Promise<void> {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
