/** Starts a ClickHouse for one test or measurement on a free port, in a new folder that is deleted afterwards. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningClickHouse, startClickHouse } from "../../../local/clickhouse/start.ts";
import { copyMigratedFolder, DATABASE } from "./migrated-folder.ts";

export interface ScratchClickHouse extends RunningClickHouse {
  user: string;
  password: string;
  database: string;
  dataDir: string;
  /** The Worker reads these variables. */
  config: {
    CLICKHOUSE_URL: string;
    CLICKHOUSE_USER: string;
    CLICKHOUSE_PASSWORD: string;
    CLICKHOUSE_DATABASE: string;
  };
  /** Returns the text of the answer to a query in the database. @throws Error with ClickHouse's message */
  ask(sql: string): Promise<string>;
  /** Starts again on the same data after `close` or `kill`; the address changes. */
  reopen(): Promise<ScratchClickHouse>;
  /** Closes and deletes the data. */
  remove(): Promise<void>;
}

/** @param migrated with every migration applied */
export async function scratchClickHouse({ migrated }: { migrated: boolean }): Promise<ScratchClickHouse> {
  const dataDir = await mkdtemp(join(tmpdir(), "jobdata-clickhouse-"));
  if (migrated) await copyMigratedFolder(dataDir);
  return open(dataDir, randomUUID());
}

async function open(dataDir: string, password: string): Promise<ScratchClickHouse> {
  const account = { user: "default", password, database: DATABASE };
  const server = await startClickHouse({ dataDir, port: 0, ...account });
  const authorization = `Basic ${Buffer.from(`${account.user}:${password}`).toString("base64")}`;
  return {
    ...server,
    ...account,
    dataDir,
    config: {
      CLICKHOUSE_URL: server.url,
      CLICKHOUSE_USER: account.user,
      CLICKHOUSE_PASSWORD: password,
      CLICKHOUSE_DATABASE: account.database,
    },
    async ask(sql) {
      const response = await fetch(`${server.url}/?database=${account.database}`, {
        method: "POST",
        headers: { authorization },
        body: sql,
      });
      const text = await response.text();
      if (!response.ok) throw new Error(text.trim());
      return text.trimEnd();
    },
    reopen: () => open(dataDir, password),
    async remove() {
      await server.kill();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
