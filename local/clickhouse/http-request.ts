/** Reads one request of ClickHouse's HTTP interface (https://clickhouse.com/docs/interfaces/http). */
import type { IncomingMessage } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { splitStatements } from "../../migrations/clickhouse/sql-tokens.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import { EngineError, type EngineQuery } from "./engine.ts";
import { readInsertHead } from "./insert-head.ts";

/** Parameters of the interface itself; every other parameter is a setting or `param_*`. */
const INTERFACE_PARAMS = new Set([
  "query",
  "query_id",
  "database",
  "default_format",
  "user",
  "password",
  "session_id",
  "session_timeout",
  "session_check",
  "role",
  "quota_key",
  "stacktrace",
  "buffer_size",
  "wait_end_of_query",
  "client_protocol_version",
  "compress",
  "decompress",
  "enable_http_compression",
]);
/** The head of an INSERT is shorter: 64 KiB are enough for two thousand column names. */
const HEAD_BYTES = 65_536;
const DECODERS: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** Reads the body with one copy in memory: with a known length it is written to its final buffer as it arrives. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding !== "identity") {
    const decoder = DECODERS[encoding];
    if (!decoder)
      throw new EngineError(
        89,
        `Code: 89. DB::Exception: Unknown compression method: ${encoding}. (UNKNOWN_COMPRESSION_METHOD)`,
      );
    // The loop below reports a broken stream.
    const decoded = pipeline(request, decoder(), () => undefined) as unknown as Readable;
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of decoded) chunks.push(chunk);
    } catch (error) {
      const reason = messageOf(error);
      throw new EngineError(
        354,
        `Code: 354. DB::Exception: inflate failed: ${reason}. (ZLIB_INFLATE_FAILED)`,
      );
    }
    return Buffer.concat(chunks);
  }
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  if (!Number.isSafeInteger(length)) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  const body = Buffer.allocUnsafe(length);
  let filled = 0;
  for await (const chunk of request) {
    chunk.copy(body, filled);
    filled += chunk.length;
  }
  return body.subarray(0, filled);
}

/** @throws EngineError for requests that the interface itself rejects */
export async function readQuery(request: IncomingMessage, url: URL): Promise<EngineQuery> {
  let body = await readBody(request);
  const params = new URLSearchParams(url.search);
  const contentType = request.headers["content-type"] ?? "";
  if (contentType.startsWith("multipart/form-data")) {
    const form = await new Response(new Uint8Array(body), {
      headers: { "content-type": contentType },
    }).formData();
    for (const [name, value] of form) if (typeof value === "string") params.append(name, value);
    body = Buffer.alloc(0);
  }
  for (const name of ["compress", "decompress"]) {
    if (params.get(name) === "1") {
      const why = `Parameter ${name}=1 (native compression) is not supported by the local server`;
      throw new EngineError(48, `Code: 48. DB::Exception: ${why}. (NOT_IMPLEMENTED)`);
    }
  }
  const settings: [string, string][] = [];
  const bound: [string, string][] = [];
  for (const [name, value] of params) {
    if (name.startsWith("param_")) bound.push([name.slice(6), value]);
    else if (!INTERFACE_PARAMS.has(name)) settings.push([name, value]);
  }
  const sessionId = params.get("session_id");
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === "string" ? value : null;
  };
  return {
    ...joinText(params.getAll("query").join(""), body),
    database: params.get("database") || header("x-clickhouse-database"),
    settings,
    params: bound,
    defaultFormat: params.get("default_format") || header("x-clickhouse-format") || "TabSeparated",
    readonly: request.method === "GET" || request.method === "HEAD",
    session: sessionId
      ? {
          id: sessionId,
          timeoutMs: Number(params.get("session_timeout") ?? 60) * 1000,
          mustExist: params.get("session_check") === "1",
        }
      : null,
  };
}

/** The query is the text in the URL followed by the body; the data of an insert stays bytes. */
function joinText(fromUrl: string, body: Buffer): Pick<EngineQuery, "text" | "insert"> {
  if (fromUrl.trim() === "") {
    const head = readInsertHead(body.toString("latin1", 0, Math.min(body.length, HEAD_BYTES)));
    if (head) {
      const text = body.toString("utf8", 0, head.dataStart);
      return { text, insert: { head, data: body.subarray(head.dataStart) } };
    }
    return { text: oneStatement(body.toString("utf8")), insert: null };
  }
  const head = readInsertHead(fromUrl);
  if (head) {
    const inUrl = Buffer.from(fromUrl.slice(head.dataStart));
    const data = inUrl.length === 0 ? body : Buffer.concat([inUrl, Buffer.from("\n"), body]);
    return { text: fromUrl.slice(0, head.dataStart), insert: { head, data } };
  }
  const text = body.length > 0 ? `${fromUrl}\n${body.toString("utf8")}` : fromUrl;
  return { text: oneStatement(text), insert: null };
}

function oneStatement(text: string): string {
  const statements = splitStatements(text);
  if (statements.length > 1) {
    throw new EngineError(
      62,
      "Code: 62. DB::Exception: Syntax error (Multi-statements are not allowed). (SYNTAX_ERROR)",
    );
  }
  const only = statements[0];
  if (only === undefined)
    throw new EngineError(62, "Code: 62. DB::Exception: Syntax error: Empty query. (SYNTAX_ERROR)");
  return only;
}
