/** Tests a proxy with a real handshake over a socket of the Worker; no data is sent to the destination host. */
import type { Outcome } from "../../shared/contracts/platform.ts";
import type { ProxyProtocol } from "../../shared/contracts/resources.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import { type ByteReader, byteReader } from "./byte-reader.ts";

/** The part of a socket that is used: one of `cloudflare:sockets`, or of Node in a test. */
export interface ProbeSocket {
  readable: ReadableStream<Uint8Array>;
  writable: WritableStream<Uint8Array>;
  opened: Promise<unknown>;
  close(): Promise<unknown>;
}
export type Connect = (address: { hostname: string; port: number }, tls: boolean) => ProbeSocket;

export interface ProxyTarget {
  protocol: ProxyProtocol;
  host: string;
  port: number;
  username: string | null;
  password: string | null;
}
export interface Destination {
  host: string;
  port: number;
}

export const PROBE_STEPS = ["connect", "auth", "tunnel"] as const;
type Step = (typeof PROBE_STEPS)[number];

export interface Probe {
  ok: boolean;
  ms: number;
  /** The last step reached; after a failure the step that failed. */
  step: Step;
  error: string | null;
  /** The outcome to record for the proxy. */
  outcome: Outcome;
}

/** Thrown when the proxy rejects a step; a rejection of the credentials (`auth`) is permanent. */
class Refused extends Error {
  readonly step: Step;
  constructor(step: Step, message: string) {
    super(message);
    this.step = step;
  }
}

interface Line {
  bytes: ByteReader;
  send(bytes: Uint8Array): Promise<void>;
}

const encode = (text: string) => new TextEncoder().encode(text);
const PROXY_AUTHENTICATION_REQUIRED = 407;

function basic(username: string, password: string): string {
  // Not `toBase64`, which Node lacks: the tests of this file run there.
  return btoa(String.fromCharCode(...encode(`${username}:${password}`)));
}

async function httpConnect({ bytes, send }: Line, target: ProxyTarget, to: Destination): Promise<void> {
  const authority = `${to.host}:${to.port}`;
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (target.username !== null)
    lines.push(`Proxy-Authorization: Basic ${basic(target.username, target.password ?? "")}`);
  await send(encode(`${lines.join("\r\n")}\r\n\r\n`));
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(await bytes.readHead())?.[1];
  if (status === undefined) throw new Refused("tunnel", "the answer is not HTTP");
  if (Number(status) === PROXY_AUTHENTICATION_REQUIRED)
    throw new Refused("auth", `answered 407: ${credentialsProblem(target)}`);
  if (!status.startsWith("2")) throw new Refused("tunnel", `answered ${status} to CONNECT ${authority}`);
}

const credentialsProblem = ({ username }: ProxyTarget) =>
  username === null ? "it wants a user name and password" : "it refuses user name and password";

/** RFC 1928, section 6. */
const SOCKS_REPLIES = [
  "succeeded",
  "general failure",
  "not allowed by the proxy's rules",
  "network unreachable",
  "host unreachable",
  "connection refused",
  "TTL expired",
  "command not supported",
  "address type not supported",
];
const SOCKS = { version: 5, noAuth: 0, password: 2, none: 0xff, connect: 1, domain: 3, ipv4: 1, ipv6: 4 };

/** RFC 1929. */
async function socksAuth({ bytes, send }: Line, target: ProxyTarget): Promise<void> {
  const [username, password] = [encode(target.username ?? ""), encode(target.password ?? "")];
  await send(Uint8Array.from([1, username.length, ...username, password.length, ...password]));
  const [, status] = await bytes.read(2);
  if (status !== 0) throw new Refused("auth", credentialsProblem(target));
}

async function socksConnect(line: Line, target: ProxyTarget, to: Destination): Promise<void> {
  const { bytes, send } = line;
  const methods = target.username === null ? [SOCKS.noAuth] : [SOCKS.noAuth, SOCKS.password];
  await send(Uint8Array.from([SOCKS.version, methods.length, ...methods]));
  const [version, method] = await bytes.read(2);
  if (version !== SOCKS.version) throw new Refused("auth", "the answer is not SOCKS5");
  if (method === SOCKS.password && target.username !== null) await socksAuth(line, target);
  else if (method !== SOCKS.noAuth) throw new Refused("auth", credentialsProblem(target));
  // Send the name, so that the proxy resolves it.
  const host = encode(to.host.replace(/^\[|\]$/g, ""));
  await send(
    Uint8Array.from([
      ...[SOCKS.version, SOCKS.connect, 0, SOCKS.domain, host.length, ...host],
      ...[to.port >> 8, to.port & 0xff],
    ]),
  );
  const [, reply = 1, , kind] = await bytes.read(4);
  if (reply !== 0)
    throw new Refused("tunnel", `${SOCKS_REPLIES[reply] ?? `reply ${reply}`} (to ${to.host}:${to.port})`);
  const length = kind === SOCKS.ipv4 ? 4 : kind === SOCKS.ipv6 ? 16 : ((await bytes.read(1)).at(0) ?? 0);
  await bytes.read(length + 2);
}

export interface ProbeTools {
  connect: Connect;
  /**
   * Resolves the proxy's host before anything connects to it: else a name that means an inner address would make the
   * test a port scanner.
   * @returns the address to connect to, or the name itself where TLS needs it
   * @throws when it may not be called
   */
  checkHost(target: ProxyTarget, signal: AbortSignal): Promise<string>;
  /** Limit for all steps together. */
  timeoutMs: number;
}

/**
 * @param to the host that the proxy is asked to connect to
 */
export async function probeProxy(
  target: ProxyTarget,
  to: Destination,
  { connect, checkHost, timeoutMs }: ProbeTools,
): Promise<Probe> {
  const begun = Date.now();
  let step: Step = "connect";
  let ended = false;
  let socket: ProbeSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  const end = (error: string | null, at: Step, outcome: Outcome): Probe => ({
    ok: error === null,
    ms: Date.now() - begun,
    step: at,
    error,
    outcome,
  });

  async function shakeHands(): Promise<void> {
    const hostname = await checkHost(target, AbortSignal.timeout(timeoutMs));
    if (ended) return;
    socket = connect({ hostname, port: target.port }, target.protocol === "https");
    await socket.opened;
    step = "tunnel";
    const writer = socket.writable.getWriter();
    const line = { bytes: byteReader(socket.readable), send: (bytes: Uint8Array) => writer.write(bytes) };
    await (target.protocol === "socks5" ? socksConnect : httpConnect)(line, target, to);
  }

  try {
    const handshake = shakeHands();
    // Ignore results after the time-out.
    handshake.catch(() => {});
    await Promise.race([handshake, timeout]);
    return end(null, "tunnel", "ok");
  } catch (error) {
    const message = messageOf(error);
    if (error instanceof Refused)
      return end(message, error.step, error.step === "auth" ? "login-needed" : "network");
    return end(message, step, "network");
  } finally {
    ended = true;
    clearTimeout(timer);
    socket?.close().catch(() => {});
  }
}
