/** The ClickHouse that a stack uses: the engine that it starts, or the server of CLICKHOUSE_URL. */
import { z } from "zod";
import { StartError } from "./errors.ts";

export interface ClickHouseTarget {
  url: string;
  user: string;
  password: string;
  database: string;
  /** True when the launcher starts it. */
  own: boolean;
}

/** @throws StartError one line that names the malformed variable */
export function clickHouseTarget(
  env: NodeJS.ProcessEnv,
  port: number,
  ownPassword: string,
): ClickHouseTarget {
  const url = env.CLICKHOUSE_URL;
  if (url === undefined || url === "") {
    return {
      url: `http://127.0.0.1:${port}`,
      user: "default",
      password: ownPassword,
      database: "jobdata",
      own: true,
    };
  }
  if (!z.url({ protocol: /^https?$/ }).safeParse(url).success) {
    throw new StartError("CLICKHOUSE_URL: is not an http or https address");
  }
  if (!env.CLICKHOUSE_PASSWORD) {
    throw new StartError("CLICKHOUSE_PASSWORD: is missing; CLICKHOUSE_URL needs it");
  }
  return {
    url,
    user: env.CLICKHOUSE_USER || "default",
    password: env.CLICKHOUSE_PASSWORD,
    database: env.CLICKHOUSE_DATABASE || "jobdata",
    own: false,
  };
}

/**
 * Runs a query and returns its rows.
 * @throws Error with ClickHouse's own first line
 */
export async function queryRows<T>(target: ClickHouseTarget, sql: string, row: z.ZodType<T>): Promise<T[]> {
  const url = new URL(target.url);
  url.searchParams.set("database", target.database);
  url.searchParams.set("default_format", "JSONEachRow");
  url.searchParams.set("output_format_json_quote_64bit_integers", "0");
  const authorization = `Basic ${Buffer.from(`${target.user}:${target.password}`).toString("base64")}`;
  const response = await fetch(url, { method: "POST", body: sql, headers: { authorization } });
  const text = await response.text();
  if (!response.ok) throw new Error(`ClickHouse: ${text.split("\n")[0]}`);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => row.parse(JSON.parse(line)));
}
