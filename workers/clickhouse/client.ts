/** The one ClickHouse client of an isolate. */
import { type ClickHouseClient, createClient } from "@clickhouse/client-web";
import type { Config } from "../../shared/contracts/config.ts";

export type ClickHouseConfig = Pick<
  Config,
  "CLICKHOUSE_URL" | "CLICKHOUSE_USER" | "CLICKHOUSE_PASSWORD" | "CLICKHOUSE_DATABASE"
>;

/** An insert of 10,000 rows takes below a second; a Cloud service that was idle needs up to half a minute to wake. */
export const REQUEST_TIMEOUT_MS = 45_000;

const clients = new WeakMap<ClickHouseConfig, ClickHouseClient>();

/** The client keeps no connection of its own, so it is never closed. */
export function clickHouseClient(config: ClickHouseConfig): ClickHouseClient {
  const known = clients.get(config);
  if (known) return known;
  const client = createClient({
    url: config.CLICKHOUSE_URL,
    username: config.CLICKHOUSE_USER,
    password: config.CLICKHOUSE_PASSWORD,
    database: config.CLICKHOUSE_DATABASE,
    application: "jobdata",
    request_timeout: REQUEST_TIMEOUT_MS,
    // Over the internet only: on loopback it costs time, and Wrangler's test harness decompresses twice.
    compression: { response: config.CLICKHOUSE_URL.startsWith("https:") },
    // fetch's `keepalive` flag, not the connection's: browsers cap bodies sent with it at 64 KiB.
    keep_alive: { enabled: false },
  });
  clients.set(config, client);
  return client;
}
