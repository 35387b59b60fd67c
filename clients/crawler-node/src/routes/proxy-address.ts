/** Where a proxy is and how it lets us in. */

export interface ProxyAddress {
  protocol: "http" | "https" | "socks5";
  /** IPv6 in brackets. */
  host: string;
  port: number;
  username: string | null;
  password: string | null;
}

export type ReadProxy = { ok: true; proxy: ProxyAddress } | { ok: false; reason: string };

const DEFAULT_PORTS = { http: 80, https: 443, socks5: 1080 };

/** Reads `protocol://user:password@host:port`; a reason never repeats the credentials. */
export function readProxy(text: string): ReadProxy {
  const no = (reason: string): ReadProxy => ({ ok: false, reason });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return no("is not a URL such as http://user:password@host:port");
  }
  // socks5h: names are looked up by the proxy, which is done anyway.
  const protocol = url.protocol === "socks5h:" ? "socks5" : url.protocol.slice(0, -1);
  if (protocol !== "http" && protocol !== "https" && protocol !== "socks5")
    return no(`has the protocol ${url.protocol.slice(0, 20)} instead of http:, https: or socks5:`);
  if (url.hostname === "") return no("has no host");
  if (url.pathname !== "/" && url.pathname !== "") return no("has a path");
  try {
    const username = url.username === "" ? null : decodeURIComponent(url.username);
    const password = url.password === "" ? null : decodeURIComponent(url.password);
    const port = url.port === "" ? DEFAULT_PORTS[protocol] : Number(url.port);
    return { ok: true, proxy: { protocol, host: url.hostname, port, username, password } };
  } catch {
    return no("has a user name or password with a broken % escape");
  }
}

/** Fit for a log. */
export const nameOf = ({ protocol, host, port }: ProxyAddress) => `${protocol}://${host}:${port}`;
