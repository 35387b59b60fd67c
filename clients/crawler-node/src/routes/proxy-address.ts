/** Address and credentials of a proxy. */
export interface ProxyAddress {
  protocol: "http" | "https" | "socks5";
  /** An IPv6 address stands in brackets. */
  host: string;
  port: number;
  username: string | null;
  password: string | null;
}

export type ReadProxy = { ok: true; proxy: ProxyAddress } | { ok: false; reason: string };

const DEFAULT_PORTS = { http: 80, https: 443, socks5: 1080 };

/** Reads `protocol://user:password@host:port`; a reason never repeats the credentials. */
export function readProxy(text: string): ReadProxy {
  const reject = (reason: string): ReadProxy => ({ ok: false, reason });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return reject("is not a URL such as http://user:password@host:port");
  }
  // socks5h asks the proxy to resolve host names, which every SOCKS5 proxy does here.
  const protocol = url.protocol === "socks5h:" ? "socks5" : url.protocol.slice(0, -1);
  if (protocol !== "http" && protocol !== "https" && protocol !== "socks5")
    return reject(`has the protocol ${url.protocol.slice(0, 20)} instead of http:, https: or socks5:`);
  if (url.hostname === "") return reject("has no host");
  if (url.pathname !== "/" && url.pathname !== "") return reject("has a path");
  try {
    const username = url.username === "" ? null : decodeURIComponent(url.username);
    const password = url.password === "" ? null : decodeURIComponent(url.password);
    const port = url.port === "" ? DEFAULT_PORTS[protocol] : Number(url.port);
    return { ok: true, proxy: { protocol, host: url.hostname, port, username, password } };
  } catch {
    return reject("has a user name or password with a broken % escape");
  }
}

/** The address without credentials, for a log. */
export const nameOf = ({ protocol, host, port }: ProxyAddress) => `${protocol}://${host}:${port}`;
