/** The client for exports: their statements take longer than those of a page. */
import { type ClickHouseClient, createClient } from "@clickhouse/client-web";
import type { ClickHouseConfig } from "./client.ts";

/** Copying ten million rows takes a minute or two. */
const REQUEST_TIMEOUT_MS = 10 * 60_000;

const clients = new WeakMap<ClickHouseConfig, ClickHouseClient>();

/** The client holds no connection, so it is never closed. */
export function exportClient(config: ClickHouseConfig): ClickHouseClient {
  const known = clients.get(config);
  if (known) return known;
  const client = createClient({
    url: config.CLICKHOUSE_URL,
    username: config.CLICKHOUSE_USER,
    password: config.CLICKHOUSE_PASSWORD,
    database: config.CLICKHOUSE_DATABASE,
    application: "jobdata-export",
    request_timeout: REQUEST_TIMEOUT_MS,
    compression: { response: config.CLICKHOUSE_URL.startsWith("https:") },
    keep_alive: { enabled: false },
    // A load balancer cuts a connection that carries nothing for a minute.
    clickhouse_settings: { send_progress_in_http_headers: 1, http_headers_progress_interval_ms: "20000" },
  });
  clients.set(config, client);
  return client;
}
