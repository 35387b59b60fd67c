/** Serves one board over HTTP on loopback, with routes, faults and statistics. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, type Board, type BoardRequest, html } from "./board.ts";
import { answerControl } from "./control.ts";
import { Faults, spoil } from "./faults.ts";
import { Statistics } from "./statistics.ts";

export interface RunningBoard {
  /** Origin, without a trailing slash. */
  url: string;
  port: number;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
/** Answers in progress may finish within this time when the board closes. */
const CLOSE_GRACE_MS = 500;
const NOT_FOUND = html("<!DOCTYPE html><title>404</title><h1>404</h1>", 404);

/**
 * @param port 0 takes a free one
 * @throws when the port is taken
 */
export async function serveBoard(board: Board, port: number): Promise<RunningBoard> {
  const faults = new Faults();
  const statistics = new Statistics();
  const server = createServer((message, response) => {
    handle(board, faults, statistics, message, response).catch((error) => {
      process.stderr.write(`${board.platform} board: ${error instanceof Error ? error.stack : error}\n`);
      if (response.headersSent) response.destroy();
      else send(response, { status: 500, headers: {}, body: "" });
    });
  });
  // A crawler reuses connections, which must not close between two polite requests.
  server.keepAliveTimeout = 60_000;
  await listen(server, port);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve, reject) => {
        const impatient = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
        server.close((error) => {
          clearTimeout(impatient);
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function handle(
  board: Board,
  faults: Faults,
  statistics: Statistics,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await read(message);
  if (request.path.startsWith("/__control/"))
    return send(response, answerControl(request, board, faults, statistics));
  const route = board.route(request);
  if (!route) {
    statistics.request("(unknown)");
    return send(response, NOT_FOUND);
  }
  statistics.request(route.name);
  statistics.begin();
  response.once("close", () => statistics.end());
  const rule = faults.strike(route, board);
  if (!rule) {
    send(response, route.answer());
    return statistics.served(route);
  }
  statistics.faulted(rule.kind);
  if (rule.kind === "cut") return cut(response, route.answer());
  if (rule.kind === "slow") await sleep(rule.delayMs, undefined, { ref: false });
  send(
    response,
    spoil(rule, board, () => route.answer()),
  );
  if (rule.kind === "slow") statistics.served(route);
}

async function read(message: IncomingMessage): Promise<BoardRequest> {
  const url = message.url ?? "/";
  const mark = url.indexOf("?");
  let body = "";
  if (message.method !== "GET" && message.method !== "HEAD") {
    message.setEncoding("utf8");
    for await (const chunk of message) body += chunk;
  }
  return {
    method: message.method ?? "GET",
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)),
    url,
    headers: message.headers,
    body,
  };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** Cuts the connection in the middle of the body. */
function cut(response: ServerResponse, { status, headers, body }: Answer): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, "content-length": bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
