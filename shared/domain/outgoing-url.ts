/**
 * Decides which URLs given by users (webhooks, proxies) may be called: none that leads into a private network.
 * The host is checked as the WHATWG URL parser reads it, so every spelling of an IPv4 address (decimal, octal, hex,
 * short, fullwidth digits) is checked as the address that it means.
 */
import { isPublicIpv4, isPublicIpv6, parseIpv4, parseIpv6 } from "./ip-address.ts";

export type OutgoingUrl = { ok: true; url: URL } | { ok: false; reason: string };

/** Long enough for the token of a webhook. */
const MAX_URL_LENGTH = 2048;

/** Names that only resolve inside a network; the names below them are refused too. */
const INNER_ZONES = [
  "localhost",
  "local",
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "home.arpa",
  "test",
  "example",
  "invalid",
  "onion",
  "in-addr.arpa",
  "ip6.arpa",
  // Metadata servers with public names.
  "metadata.tencentyun.com",
  "metadata.platformequinix.com",
];

/**
 * Ports of other protocols, in which a request body could be read as a command: mail, databases, caches, shells and
 * control ports of containers.
 */
const REFUSED_PORTS = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 993, 995, 1433, 1521, 1719, 1720, 1723, 2049,
  2375, 2376, 2379, 2380, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 5984, 6000, 6379, 6443, 6566, 6665, 6666,
  6667, 6668, 6669, 6697, 9042, 9200, 9300, 10080, 10250, 11211, 27017,
]);

export interface OutgoingRules {
  /** Protocols with their colon. */
  protocols: readonly string[];
  /** Origins configured by the operator, not by a user: their host and port are not checked. */
  trustedOrigins?: readonly string[];
}

/** Webhooks and push targets. */
export const WEBHOOK_RULES: OutgoingRules = { protocols: ["https:", "http:"] };

const refused = (reason: string): OutgoingUrl => ({ ok: false, reason });

/**
 * @param address IPv4 or IPv6, without brackets
 * @returns why a resolved address may not be called; null when it may
 */
export function addressProblem(address: string): string | null {
  const ipv4 = parseIpv4(address);
  if (ipv4 !== null) return isPublicIpv4(ipv4) ? null : `is the non-public address ${address}`;
  const ipv6 = parseIpv6(address);
  if (ipv6) return isPublicIpv6(ipv6) ? null : `is the non-public address ${address}`;
  return "is not an IP address";
}

function nameProblem(name: string): string | null {
  if (!name.includes(".")) return "is a name without a domain";
  const zone = INNER_ZONES.find((inner) => name === inner || name.endsWith(`.${inner}`));
  if (zone) return `lies below .${zone}, which is not public`;
  // The URL parser accepts more characters than a public name has.
  if (!/^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/.test(name))
    return "is not a public host name";
  return name.length > 253 ? "is longer than 253 characters" : null;
}

/** @param hostname in the form of `URL.hostname`: lower case, IDN in punycode, IPv6 in brackets */
function hostProblem(hostname: string): string | null {
  if (hostname === "") return "is missing";
  if (hostname.startsWith("[")) return addressProblem(hostname.slice(1, -1));
  // A dot at the end does not change the name.
  const name = hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
  if (parseIpv4(name) !== null) return addressProblem(name);
  return nameProblem(name);
}

/** In place of the path and query of a URL that was given by a user. */
const HIDDEN_PATH = "/***";

/** @returns a URL of a webhook as it may be shown and logged: origin only, because its path or query is often the secret */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return HIDDEN_PATH;
  const { origin, pathname, search, hash } = new URL(text);
  return pathname === "/" && search === "" && hash === "" ? text : `${origin}${HIDDEN_PATH}`;
}

/** @returns the parsed URL, or the reason why it may not be called; the reason never repeats credentials, so it may be shown */
export function checkOutgoingUrl(text: string, rules: OutgoingRules = WEBHOOK_RULES): OutgoingUrl {
  if (text.length > MAX_URL_LENGTH) return refused(`is longer than ${MAX_URL_LENGTH} characters`);
  // The parser removes these characters silently.
  if (/[\s\p{Cc}\\]/u.test(text)) return refused("holds white space, a control character or a backslash");
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return refused("is not an absolute URL");
  }
  if (!rules.protocols.includes(url.protocol))
    return refused(`uses ${url.protocol} instead of ${rules.protocols.join(" or ")}`);
  if (url.username || url.password) return refused("holds a user name or password; send them in a header");
  if (rules.trustedOrigins?.includes(url.origin)) return { ok: true, url };
  const problem = hostProblem(url.hostname);
  if (problem) return refused(`host ${problem}`);
  if (url.port && REFUSED_PORTS.has(Number(url.port)))
    return refused(`port ${url.port} belongs to another protocol`);
  return { ok: true, url };
}
