/** Runs an HTTP proxy on loopback: CONNECT tunnels (RFC 9110), absolute-form requests, optional Basic auth. */
import { createServer, request } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { listen, type ProxyOptions, type RunningProxy } from "./running-proxy.ts";

const refuse = (socket: Duplex, status: string, header = "") =>
  socket.end(`HTTP/1.1 ${status}\r\n${header}content-length: 0\r\nconnection: close\r\n\r\n`);
const CHALLENGE = 'Basic realm="proxy"';

export async function startHttpProxy({ auth }: ProxyOptions = {}): Promise<RunningProxy> {
  let connections = 0;
  const allowed = (header: string | undefined) =>
    !auth || header === `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString("base64")}`;

  const server = createServer((incoming, outgoing) => {
    if (!allowed(incoming.headers["proxy-authorization"])) {
      outgoing.writeHead(407, { "proxy-authenticate": CHALLENGE }).end();
      return;
    }
    if (!URL.canParse(incoming.url ?? "") || !incoming.url?.startsWith("http:")) {
      outgoing.writeHead(400).end();
      return;
    }
    connections++;
    const { "proxy-authorization": _, "proxy-connection": __, ...headers } = incoming.headers;
    const onward = request(incoming.url, { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    incoming.pipe(onward);
  });

  server.on("connect", (incoming, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (!allowed(incoming.headers["proxy-authorization"])) {
      refuse(socket, "407 Proxy Authentication Required", `proxy-authenticate: ${CHALLENGE}\r\n`);
      return;
    }
    const target = /^(.+):(\d{1,5})$/.exec(incoming.url ?? "");
    if (!target) {
      refuse(socket, "400 Bad Request");
      return;
    }
    const onward = connect(Number(target[2]), target[1]?.replace(/^\[|\]$/g, ""));
    let through = false;
    onward.once("connect", () => {
      through = true;
      connections++;
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      if (head.length > 0) onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => (through ? socket.destroy() : refuse(socket, "502 Bad Gateway")));
    socket.on("close", () => onward.destroy());
    onward.on("close", () => socket.end());
  });
  return listen(server, "http", auth, () => connections);
}
