/** The ClickHouse client, one per isolate and configuration. */
import { type ClickHouseClient, type ClickHouseSettings, createClient } from "@clickhouse/client-web";
import type { Config } from "../../shared/config.ts";
import { insertPriority } from "./insert-priority.ts";

export type ClickHouseConfig = Pick<
  Config,
  "CLICKHOUSE_URL" | "CLICKHOUSE_USER" | "CLICKHOUSE_PASSWORD" | "CLICKHOUSE_DATABASE"
>;

/** An insert of 10,000 rows takes below a second; a Cloud service that was idle needs up to half a minute to wake. */
const REQUEST_TIMEOUT_MS = 45_000;

/** A body that is sent in pieces, so that it is never in memory as a whole. */
export interface PiecedBody {
  /** Bytes. */
  length: number;
  /** The pieces in order, the same bytes on every call. A piece is valid until the next one is requested. */
  pieces(): Iterable<Uint8Array>;
}

/** Binary bodies by their query. */
const bodies = new Map<string, Uint8Array | PiecedBody>();

/**
 * Sends a query with a binary body. client-web sends text only: bytes would be decoded for it and encoded again by
 * it, which takes twice the memory. So the query goes into the URL, as in client-web's own inserts, and
 * `fetchWithBytes` puts the bytes into the body.
 * @param query must differ from every other query in flight
 */
export async function commandWithBytes(
  client: ClickHouseClient,
  query: string,
  bytes: Uint8Array | PiecedBody,
  clickhouse_settings: ClickHouseSettings,
): Promise<void> {
  bodies.set(query, bytes);
  try {
    await client.command({ query, clickhouse_settings });
  } finally {
    bodies.delete(query);
  }
}

const fetchWithBytes: typeof fetch = (url, init) => {
  const query = init?.body;
  const bytes = typeof query === "string" ? bodies.get(query) : undefined;
  if (!bytes || typeof query !== "string") return fetch(url, init);
  return fetch(`${url}&query=${encodeURIComponent(query)}`, {
    ...init,
    // The cast is for the DOM's types; the bytes never lie in shared memory.
    body: bytes instanceof Uint8Array ? (bytes as Uint8Array<ArrayBuffer>) : streamOf(bytes),
  });
};

/** A global of the Workers runtime, declared here because this file also compiles under Node's types. */
declare const FixedLengthStream: new (length: number) => TransformStream<Uint8Array, Uint8Array>;

/** Streams with a fixed length, so that the server gets a Content-Length and detects a truncated body. */
function streamOf(body: PiecedBody): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(body.length);
  const writer = writable.getWriter();
  const sent = insertPriority.during(async (heartbeat) => {
    for (const piece of body.pieces()) {
      await writer.write(piece);
      heartbeat();
    }
    await writer.close();
  });
  // Propagate cancel and errors both ways.
  sent.catch((error: unknown) => writer.abort(error).catch(() => undefined));
  return readable;
}

const clients = new WeakMap<ClickHouseConfig, ClickHouseClient>();

/** The client holds no connection, so it is never closed. */
export function clickHouseClient(config: ClickHouseConfig): ClickHouseClient {
  const known = clients.get(config);
  if (known) return known;
  const client = createClient({
    url: config.CLICKHOUSE_URL,
    username: config.CLICKHOUSE_USER,
    password: config.CLICKHOUSE_PASSWORD,
    database: config.CLICKHOUSE_DATABASE,
    application: "jobdata",
    fetch: fetchWithBytes,
    request_timeout: REQUEST_TIMEOUT_MS,
    // Over the internet only: on loopback compression costs time, and Wrangler's test harness decompresses twice.
    compression: { response: config.CLICKHOUSE_URL.startsWith("https:") },
    // fetch's `keepalive` flag, not the connection's: browsers cap bodies sent with it at 64 KiB.
    keep_alive: { enabled: false },
  });
  clients.set(config, client);
  return client;
}
