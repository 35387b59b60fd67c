/** Databases of the benches: each side of each round gets a new one. */
import { createClient } from "@clickhouse/client-web";
import { migrate } from "../migrations/clickhouse/runner.ts";
import { PASSWORD } from "./rig.ts";

/** Drops the database, if there is one, and creates it again with all tables. */
export async function newDatabase(url: string, database: string): Promise<void> {
  await dropDatabase(url, database);
  await migrate({ url, user: "default", password: PASSWORD, database });
}

export async function dropDatabase(url: string, database: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.command({
      query: "DROP DATABASE IF EXISTS {database:Identifier} SYNC",
      query_params: { database },
    });
  });
}

/** Counts the rows that can be read now, repeated ones too. */
export async function countRows(url: string, database: string, table: string): Promise<number> {
  return count(url, "SELECT count() AS n FROM {database:Identifier}.{table:Identifier}", { database, table });
}

/** Counts the postings of `jobs`, each once: this proves that a side did its work. */
export async function countJobs(url: string, database: string): Promise<number> {
  return count(url, "SELECT count() AS n FROM {database:Identifier}.jobs FINAL", { database });
}

async function count(url: string, query: string, query_params: Record<string, string>): Promise<number> {
  return withClient(url, async (client) => {
    const answer = await client.query({ query, query_params, format: "JSONEachRow" });
    const [row] = await answer.json<{ n: string }>();
    return Number(row?.n);
  });
}

async function withClient<T>(
  url: string,
  use: (client: ReturnType<typeof createClient>) => Promise<T>,
): Promise<T> {
  const client = createClient({ url, username: "default", password: PASSWORD, database: "default" });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
