/** The ClickHouse client, one per isolate and configuration. */
import { type ClickHouseClient, type ClickHouseSettings, createClient } from "@clickhouse/client-web";
import type { Config } from "../../shared/config.ts";
import { ClickHouseUnavailable } from "./errors.ts";
import { insertPriority } from "./insert-priority.ts";

export type ClickHouseConfig = Pick<
  Config,
  "CLICKHOUSE_URL" | "CLICKHOUSE_USER" | "CLICKHOUSE_PASSWORD" | "CLICKHOUSE_DATABASE"
>;

/** An insert of 10,000 rows takes below a second; a Cloud service that was idle needs up to half a minute to wake. */
const REQUEST_TIMEOUT_MS = 45_000;

const EXPORT_TIMEOUT_MS = 10 * 60_000;

/** A body that is sent in pieces, so that it is never in memory as a whole. */
export interface PiecedBody {
  /** Bytes. */
  length: number;
  /** The pieces in order, the same bytes on every call. A piece is valid until the next one is requested. */
  pieces(): Iterable<Uint8Array>;
}

interface Sent {
  bytes: Uint8Array | PiecedBody;
  /** Why the answer is no confirmation; null until it came, and when it is one. */
  unconfirmed: ClickHouseUnavailable | null;
}

/** Binary bodies by their query. */
const bodies = new Map<string, Sent>();

/**
 * Sends a query with a binary body. client-web sends text only: bytes would be decoded for it and encoded again by
 * it, which takes twice the memory. So the query goes into the URL, as in client-web's own inserts, and
 * `fetchWithBytes` puts the bytes into the body.
 * @param query must differ from every other query in flight, and answers nothing
 * @throws ClickHouseUnavailable when ClickHouse did not confirm
 */
export async function commandWithBytes(
  client: ClickHouseClient,
  query: string,
  bytes: Uint8Array | PiecedBody,
  clickhouse_settings: ClickHouseSettings,
): Promise<void> {
  const sent: Sent = { bytes, unconfirmed: null };
  bodies.set(query, sent);
  try {
    await client.command({ query, clickhouse_settings });
    if (sent.unconfirmed) throw sent.unconfirmed;
  } finally {
    bodies.delete(query);
  }
}

const fetchWithBytes: typeof fetch = async (url, init) => {
  const query = init?.body;
  const sent = typeof query === "string" ? bodies.get(query) : undefined;
  if (!sent || typeof query !== "string") return fetch(url, init);
  const { bytes } = sent;
  const response = await fetch(`${url}&query=${encodeURIComponent(query)}`, {
    ...init,
    // The cast is for the DOM's types; the bytes never lie in shared memory.
    body: bytes instanceof Uint8Array ? (bytes as Uint8Array<ArrayBuffer>) : streamOf(bytes),
  });
  // client-web reads the error of any other answer. It drops the body of a good one, so that is read here.
  if (!response.ok || response.headers.has("x-clickhouse-exception-code")) return response;
  sent.unconfirmed = await unconfirmed(response);
  return new Response(null, { headers: response.headers });
};

/** Longest beginning of an unexpected answer that the error repeats. */
const MAX_ANSWER_CHARS = 300;

/**
 * A status 200 alone confirms nothing: ClickHouse sends it before an error that comes late and stands in the body, and
 * proxies and load balancers have pages of their own. A confirmation is an empty body with a header of ClickHouse.
 * @returns why the rows may not be stored; null when they are
 */
async function unconfirmed(response: Response): Promise<ClickHouseUnavailable | null> {
  const words = await firstWords(response);
  const because = (reason: "busy" | "network", what: string) =>
    new ClickHouseUnavailable(reason, `ClickHouse did not confirm the insert: ${what}`, undefined);
  if (words !== "") return because(words.includes("DB::Exception") ? "busy" : "network", words);
  const isClickHouse = [...response.headers.keys()].some((name) => name.startsWith("x-clickhouse-"));
  return isClickHouse ? null : because("network", "the answer has no header of ClickHouse");
}

/** The beginning of a body, without its white space; the rest is not read. */
async function firstWords(response: Response): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let words = "";
  for await (const piece of response.body) {
    words = (words + decoder.decode(piece, { stream: true })).trimStart();
    if (words.length >= MAX_ANSWER_CHARS) break;
  }
  return words.slice(0, MAX_ANSWER_CHARS).trimEnd().toWellFormed();
}

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

interface ClientOptions {
  application: string;
  timeoutMs: number;
  settings?: ClickHouseSettings;
}

const connect = (
  config: ClickHouseConfig,
  { application, timeoutMs, settings = {} }: ClientOptions,
): ClickHouseClient =>
  createClient({
    url: config.CLICKHOUSE_URL,
    username: config.CLICKHOUSE_USER,
    password: config.CLICKHOUSE_PASSWORD,
    database: config.CLICKHOUSE_DATABASE,
    application,
    fetch: fetchWithBytes,
    request_timeout: timeoutMs,
    clickhouse_settings: settings,
    // Over the internet only: on loopback compression costs time, and Wrangler's test harness decompresses twice.
    compression: { response: config.CLICKHOUSE_URL.startsWith("https:") },
    // fetch's `keepalive` flag, not the connection's: browsers cap bodies sent with it at 64 KiB.
    keep_alive: { enabled: false },
  });

/** One client per isolate and configuration. It holds no connection, so it is never closed. */
function onePerConfig(options: ClientOptions): (config: ClickHouseConfig) => ClickHouseClient {
  const clients = new WeakMap<ClickHouseConfig, ClickHouseClient>();
  return (config) => {
    const known = clients.get(config);
    if (known) return known;
    const client = connect(config, options);
    clients.set(config, client);
    return client;
  };
}

export const clickHouseClient = onePerConfig({ application: "jobdata", timeoutMs: REQUEST_TIMEOUT_MS });

/** Runs statements that take longer than those of a page: copying ten million rows takes a minute or two. */
export const exportClient = onePerConfig({
  application: "jobdata-export",
  timeoutMs: EXPORT_TIMEOUT_MS,
  // A load balancer cuts a connection that carries nothing for a minute.
  settings: { send_progress_in_http_headers: 1, http_headers_progress_interval_ms: "20000" },
});
