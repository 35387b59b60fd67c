/** Describes the machine of a run: no figure can be read without it. */
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";

/** Versions are those installed; package-lock.json pins them. */
function versionOf(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")).version;
}

export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  versions: Record<string, string>;
}

export function describeMachine(more: Record<string, string>): Machine {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    versions: {
      node: process.versions.node,
      wrangler: versionOf("wrangler"),
      workerd: versionOf("workerd"),
      chdb: versionOf("chdb"),
      "@clickhouse/client-web": versionOf("@clickhouse/client-web"),
      ...more,
    },
  };
}

export function machineLines({ cpu, cores, memoryGb, versions }: Machine): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${cpu}, ${cores} cores, ${memoryGb} GB\n${list.join(", ")}`;
}
