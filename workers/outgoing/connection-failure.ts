/**
 * Says why a request got no answer. The runtime names no cause: it says `Network connection lost.` where a connection is
 * refused or closed, and `internal error; reference = …` where TLS fails. So the port is tried once more, without TLS and
 * without a byte, and only after a failure.
 */
import { messageOf } from "../../shared/errors/message-of.ts";
import type { Connect } from "../resources/probe-proxy.ts";

/** Opens a TCP connection and closes it. @throws when nothing accepts it */
export type OpenPort = (address: { hostname: string; port: number }, signal: AbortSignal) => Promise<void>;

/** @param connect opens a socket without TLS */
export const openPortBy =
  (connect: Connect): OpenPort =>
  async (address, signal) => {
    const socket = connect(address, false);
    const tooLate = new Promise<never>((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
    );
    try {
      await Promise.race([socket.opened, tooLate]);
    } finally {
      // A socket that never opened fails to close, which says nothing new.
      void socket.close().catch(() => {});
    }
  };

const PROBE_MS = 3000;
const HTTPS_PORT = 443;
const HTTP_PORT = 80;
/** What workerd says of a TLS handshake that fails, among others. */
const NO_CAUSE = /^internal error; reference = /;

/** @param openPort left out where no port can be tried @returns a sentence that names the host and no path */
export async function connectionFailure(
  url: URL,
  error: unknown,
  openPort: OpenPort | undefined,
): Promise<string> {
  const { host, hostname, protocol } = url;
  const isSecure = protocol === "https:";
  if (!openPort) return `no connection to ${host}`;
  const port = Number(url.port) || (isSecure ? HTTPS_PORT : HTTP_PORT);
  try {
    await openPort({ hostname, port }, AbortSignal.timeout(PROBE_MS));
  } catch {
    return `nothing accepts connections at ${hostname}:${port}`;
  }
  return isSecure && NO_CAUSE.test(messageOf(error))
    ? `no TLS connection to ${host}: its certificate is not valid for this name, or it speaks no TLS`
    : `${host} closed the connection before its answer was complete`;
}

/** Statuses with which Cloudflare answers in place of a host that a Worker's request does not reach. */
const INSTEAD_OF_HOST: Readonly<Record<number, string>> = {
  521: "nothing accepts connections there",
  522: "no connection in time",
  523: "the host is not reached",
  524: "no answer in time",
  525: "the TLS handshake failed",
  526: "the certificate is not valid",
  530: "the name was not found",
};

/** @returns `answered 521: nothing accepts connections there` */
export const answeredText = (status: number): string => {
  const cause = INSTEAD_OF_HOST[status];
  return cause === undefined ? `answered ${status}` : `answered ${status}: ${cause}`;
};
