/**
 * ClickHouse's HTTP interface over the in-process engine. For `@clickhouse/client-web`, curl and dashboards over HTTP it
 * behaves like a server, except that native compression and binary input formats get 501.
 */
import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { sqlTokens } from "../../migrations/clickhouse/sql-tokens.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import { type Engine, type EngineAnswer, EngineError, type EngineQuery } from "./engine.ts";
import { FaultChange, newServerState } from "./faults.ts";
import { readQuery } from "./http-request.ts";
import { contentTypeOf, statusOfCode } from "./http-tables.ts";

export interface HttpServerOptions {
  engine: Engine;
  user: string;
  password: string;
}

const gzipAsync = promisify(gzip);

/** Creates the server; the caller calls listen and close. */
export function createClickHouseHttpServer({ engine, user, password }: HttpServerOptions): Server {
  const state = newServerState();

  async function answerQuery(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    access: Access,
  ): Promise<void> {
    const query = await readQuery(request, url);
    if (access === "read") query.readonly = true;
    const isInsert = query.insert !== null || /^insert\b/i.test(query.text);
    state.queries += 1;
    if (isInsert) state.inserts += 1;
    if (state.delayMs > 0) await sleep(state.delayMs);
    const answer = await engine.run(query);
    if (isInsert && state.failAfterCommit > 0) {
      state.failAfterCommit -= 1;
      state.refused += 1;
      response.destroy();
      return;
    }
    await send(request, response, url, query, answer);
  }

  async function answerControl(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === "POST") {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      let change: unknown;
      try {
        change = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      } catch {
        return sendText(response, 400, "body: is not JSON\n");
      }
      const parsed = FaultChange.safeParse(change);
      if (!parsed.success) {
        const issues = parsed.error.issues.map(
          (issue) => `${issue.path.join(".") || "body"}: ${issue.message}`,
        );
        return sendText(response, 400, `${issues.join("\n")}\n`);
      }
      Object.assign(state, parsed.data);
    }
    response.setHeader("content-type", "application/json; charset=UTF-8");
    response.end(JSON.stringify(state));
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    response.setHeader("x-clickhouse-server-display-name", "jobdata-local");
    response.setHeader("x-clickhouse-query-id", url.searchParams.get("query_id") || crypto.randomUUID());
    if (url.pathname === "/__control") {
      if (authorize(request, url, response, "write") === null) return;
      return answerControl(request, response);
    }
    if (state.down !== false) {
      state.refused += 1;
      if (state.down === "cut") response.destroy();
      else sendText(response, 503, "upstream unavailable\n");
      return;
    }
    if (url.pathname === "/ping" || url.pathname === "/replicas_status")
      return sendText(response, 200, "Ok.\n");
    if (url.pathname !== "/") {
      return sendText(
        response,
        404,
        `There is no handle ${url.pathname}\n\nUse / or /ping for health checks.\n`,
      );
    }
    if (request.method === "GET" && !url.searchParams.has("query")) return sendText(response, 200, "Ok.\n");
    if (!["GET", "HEAD", "POST"].includes(request.method ?? "")) {
      response.setHeader("allow", "GET, HEAD, POST");
      return sendText(response, 405, `Method ${request.method} is not allowed\n`);
    }
    const access = authorize(request, url, response, "read");
    if (access !== null) return answerQuery(request, response, url, access);
  }

  /**
   * A request without a password may only read: the server listens on loopback only, and a person with curl or a notebook
   * should see the rows at once. @returns null when the request was rejected and answered
   */
  function authorize(
    request: IncomingMessage,
    url: URL,
    response: ServerResponse,
    wanted: Access,
  ): Access | null {
    const given = credentials(request, url);
    if (given && same(given.user, user) && same(given.password, password)) return "write";
    const nameless = given === null || (given.password === "" && given.user === user);
    if (nameless && wanted === "read") return "read";
    if (!given) response.setHeader("www-authenticate", 'Basic realm="ClickHouse server HTTP API"');
    const name = given?.user ?? "default";
    const why = "Authentication failed: password is incorrect, or there is no user with such name";
    sendError(
      response,
      new EngineError(516, `Code: 516. DB::Exception: ${name}: ${why}. (AUTHENTICATION_FAILED)`),
      given ? 403 : 401,
    );
    return null;
  }

  function sendError(response: ServerResponse, error: EngineError, status = statusOfCode(error.code)): void {
    response.setHeader("x-clickhouse-exception-code", String(error.code));
    sendText(response, status, `${error.message} (version ${engine.version})\n`);
  }

  const server = createServer((request, response) => {
    // A connection that was busy when the server closed must not keep it open for the keep-alive time.
    response.once("close", () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    route(request, response).catch((error: unknown) => {
      if (response.destroyed || response.headersSent) return response.destroy();
      const message = messageOf(error);
      sendError(
        response,
        error instanceof EngineError
          ? error
          : new EngineError(1001, `Code: 1001. DB::Exception: ${message} (STD_EXCEPTION)`),
      );
    });
  });
  // The keep-alive time of ClickHouse; Node's 5 s would race with clients that reuse a connection.
  server.keepAliveTimeout = 30_000;
  return server;
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  query: EngineQuery,
  answer: EngineAnswer,
): Promise<void> {
  const format = formatOf(query);
  response.setHeader("content-type", contentTypeOf(format));
  response.setHeader("x-clickhouse-format", format);
  response.setHeader("x-clickhouse-timezone", "UTC");
  response.setHeader("x-clickhouse-summary", summaryOf(answer));
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  const compress =
    ["1", "true"].includes(url.searchParams.get("enable_http_compression") ?? "") &&
    /\bgzip\b/i.test(String(request.headers["accept-encoding"] ?? "")) &&
    answer.bytes.length > 0;
  if (compress) response.setHeader("content-encoding", "gzip");
  response.end(compress ? await gzipAsync(answer.bytes, { level: 3 }) : answer.bytes);
}

type Access = "read" | "write";

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=UTF-8" });
  response.end(text);
}

/** The format at the end of the query, else the default format. */
function formatOf(query: EngineQuery): string {
  if (query.insert) return query.defaultFormat;
  let previous = "";
  let format = query.defaultFormat;
  for (const token of sqlTokens(query.text)) {
    const value = query.text.slice(token.start, token.end);
    if (previous.toUpperCase() === "FORMAT" && token.kind === "word") format = value;
    previous = token.kind === "word" ? value : "";
  }
  return format;
}

/** Numbers as text, as ClickHouse sends them; result rows are not known before the end, so ClickHouse sends 0 too. */
function summaryOf(answer: EngineAnswer): string {
  const written =
    answer.writtenRows === null
      ? {}
      : { written_rows: `${answer.writtenRows}`, written_bytes: `${answer.writtenBytes}` };
  return JSON.stringify({
    read_rows: `${answer.readRows}`,
    read_bytes: `${answer.readBytes}`,
    ...written,
    total_rows_to_read: "0",
    result_rows: "0",
    result_bytes: `${answer.bytes.length}`,
    elapsed_ns: `${answer.elapsedNs}`,
  });
}

/** Reads credentials from Basic auth, X-ClickHouse headers or URL parameters; null when the request has none. */
function credentials(request: IncomingMessage, url: URL): { user: string; password: string } | null {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (basic) {
    const text = Buffer.from(basic, "base64").toString("utf8");
    const colon = text.indexOf(":");
    return {
      user: colon < 0 ? text : text.slice(0, colon),
      password: colon < 0 ? "" : text.slice(colon + 1),
    };
  }
  const headerUser = request.headers["x-clickhouse-user"];
  const headerKey = request.headers["x-clickhouse-key"];
  if (headerUser !== undefined || headerKey !== undefined) {
    return { user: String(headerUser ?? "default"), password: String(headerKey ?? "") };
  }
  const { searchParams } = url;
  if (!searchParams.has("user") && !searchParams.has("password")) return null;
  return { user: searchParams.get("user") ?? "default", password: searchParams.get("password") ?? "" };
}

function same(given: string, wanted: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(wanted);
  return left.length === right.length && timingSafeEqual(left, right);
}
