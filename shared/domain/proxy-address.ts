/** Checks and parses addresses of proxies that people enter. */
import type { ProxyProtocol } from "../contracts/resources.ts";
import type { Result } from "../result.ts";
import { checkOutgoingUrl } from "./outgoing-url.ts";

export interface ProxyAddress {
  protocol: ProxyProtocol;
  /** In the form of `URL.hostname`: lower case, IPv6 in brackets. */
  host: string;
  port: number;
}

export interface ProxyUrl extends ProxyAddress {
  username: string | null;
  password: string | null;
}

type Checked<T> = Result<T, { field: string; reason: string }>;

const DEFAULT_PORTS: Record<ProxyProtocol, number> = { http: 80, https: 443, socks5: 1080 };
/** `socks5h` means that the proxy resolves names, which it always does here. */
const PROTOCOLS: Record<string, ProxyProtocol> = {
  "http:": "http",
  "https:": "https",
  "socks5:": "socks5",
  "socks5h:": "socks5",
};

/**
 * Checks whether this address may be called.
 * @param allowInner allows private addresses, for a developer's machine
 */
export function checkProxyAddress(address: ProxyAddress, allowInner: boolean): Checked<ProxyAddress> {
  const { protocol, host, port } = address;
  // The parser removes tabs and line breaks silently, and reads a backslash as a slash.
  if (/[\s\p{Cc}\\/@?#]/u.test(host) || !URL.canParse(`http://${host}:${port}`))
    return { ok: false, field: "host", reason: "is not a host name or IP address" };
  // The parser normalizes the hosts of http URLs only; the port is passed separately.
  const url = new URL(`http://${host}:${port}`);
  const rules = {
    protocols: ["http:"],
    trustedOrigins: allowInner ? [url.origin] : [],
  };
  const checked = checkOutgoingUrl(url.href, rules);
  if (checked.ok) return { ok: true, value: { protocol, host: url.hostname, port } };
  const [first = "", ...rest] = checked.reason.split(" ");
  return ["host", "port"].includes(first)
    ? { ok: false, field: first, reason: rest.join(" ") }
    : { ok: false, field: "host", reason: checked.reason };
}

/** Decodes each run of escapes by itself: a `%` that begins none is a character of a password. */
const decoded = (text: string): string | null =>
  text === ""
    ? null
    : text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
        try {
          return decodeURIComponent(run);
        } catch {
          return run;
        }
      });

/** Characters that end the host of a URL, with their escape. */
const ENDS_HOST: Readonly<Record<string, string>> = { "#": "%23", "/": "%2F", "?": "%3F", "\\": "%5C" };

/** @returns why user name or password must be written otherwise; null when they may stay */
function adviceOnEscapes(text: string): string | null {
  const [, userInfo = ""] = /^[a-z][a-z0-9+.-]*:\/\/(.*)@/is.exec(text) ?? [];
  const found = Object.keys(ENDS_HOST).filter((character) => userInfo.includes(character));
  if (found.length === 0) return null;
  const escapes = found.map((character) => `${character} as ${ENDS_HOST[character]}`);
  return `has ${found.join(" ")} in the user name or password: write ${escapes.join(", ")}`;
}

/** Parses `protocol://user:password@host:port`; the reason of a rejection never repeats credentials. */
export function parseProxyUrl(text: string): Checked<ProxyUrl> {
  const refused = (reason: string) => ({ ok: false, field: "url", reason }) as const;
  if (text.length > 2048) return refused("is longer than 2048 characters");
  if (/[\s\p{Cc}]/u.test(text)) return refused("holds white space or a control character");
  const advice = adviceOnEscapes(text);
  if (advice !== null) return refused(advice);
  if (!URL.canParse(text)) return refused("is not protocol://user:password@host:port");
  const url = new URL(text);
  const protocol = PROTOCOLS[url.protocol];
  if (!protocol) return refused(`is not one of ${Object.keys(PROTOCOLS).join(", ").replaceAll(":", "")}`);
  if (url.hostname === "") return refused("names no host");
  if ((url.pathname !== "" && url.pathname !== "/") || url.search || url.hash)
    return refused("has more behind the port");
  return {
    ok: true,
    value: {
      protocol,
      host: url.hostname,
      port: url.port ? Number(url.port) : DEFAULT_PORTS[protocol],
      username: decoded(url.username),
      password: decoded(url.password),
    },
  };
}
