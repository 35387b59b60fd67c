/** The one ClickHouse client of an isolate. */
import { type ClickHouseClient, type ClickHouseSettings, createClient } from "@clickhouse/client-web";
import type { Config } from "../../shared/contracts/config.ts";
import { rightOfWay } from "./insert-priority.ts";

export type ClickHouseConfig = Pick<
  Config,
  "CLICKHOUSE_URL" | "CLICKHOUSE_USER" | "CLICKHOUSE_PASSWORD" | "CLICKHOUSE_DATABASE"
>;

/** An insert of 10,000 rows takes below a second; a Cloud service that was idle needs up to half a minute to wake. */
export const REQUEST_TIMEOUT_MS = 45_000;

/** A body that is never in memory as a whole. */
export interface PiecedBody {
  /** Bytes. */
  length: number;
  /** In order, the same bytes each time; a piece stands until the next one is asked for. */
  pieces(): Iterable<Uint8Array>;
}

/** Bodies of bytes by the query they belong to. */
const bodies = new Map<string, Uint8Array | PiecedBody>();

/**
 * client-web sends text only: bytes would be decoded for it and encoded by it, at twice the memory. A query
 * laid down here goes into the URL, where client-web's own inserts put it, and the bytes are the body.
 * @param query unlike any other under way
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
    // Never shared memory; the DOM's types want to be told.
    body: bytes instanceof Uint8Array ? (bytes as Uint8Array<ArrayBuffer>) : streamOf(bytes),
  });
};

/** The runtime's own; told here because this file is also read under Node's types. */
declare const FixedLengthStream: new (length: number) => TransformStream<Uint8Array, Uint8Array>;

/** With a length, so that the server sees a plain body and one that was cut off is an error. */
function streamOf(body: PiecedBody): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(body.length);
  const writer = writable.getWriter();
  const sent = rightOfWay.during(async (goesOn) => {
    for (const piece of body.pieces()) {
      await writer.write(piece);
      goesOn();
    }
    await writer.close();
  });
  // When the server has had enough, fetch says so; when the pieces break off, fetch must hear of it.
  sent.catch((error: unknown) => writer.abort(error).catch(() => undefined));
  return readable;
}

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
    fetch: fetchWithBytes,
    request_timeout: REQUEST_TIMEOUT_MS,
    // Over the internet only: on loopback it costs time, and Wrangler's test harness decompresses twice.
    compression: { response: config.CLICKHOUSE_URL.startsWith("https:") },
    // fetch's `keepalive` flag, not the connection's: browsers cap bodies sent with it at 64 KiB.
    keep_alive: { enabled: false },
  });
  clients.set(config, client);
  return client;
}
