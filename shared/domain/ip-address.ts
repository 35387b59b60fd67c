/** IP addresses and which of them are public, after the IANA special-purpose registries (RFC 6890 and later). */

/** Unsigned 32 bits. */
export type Ipv4 = number;
/** Eight groups of 16 bits. */
export type Ipv6 = readonly number[];

const DOTTED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** Dotted decimal only: other spellings are put into it by the URL parser. */
export function parseIpv4(text: string): Ipv4 | null {
  const bytes = DOTTED.exec(text)?.slice(1).map(Number);
  if (!bytes || bytes.some((byte) => byte > 255)) return null;
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function groupsOf(text: string): number[] | null {
  if (text === "") return [];
  const parts = text.split(":");
  return parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))
    ? parts.map((part) => Number.parseInt(part, 16))
    : null;
}

/** An IPv4 address at the end stands for the last two groups. */
function withoutDots(text: string): string | null {
  if (!text.includes(".")) return text;
  const at = text.lastIndexOf(":") + 1;
  const ipv4 = parseIpv4(text.slice(at));
  return ipv4 === null
    ? null
    : `${text.slice(0, at)}${(ipv4 >>> 16).toString(16)}:${(ipv4 & 0xffff).toString(16)}`;
}

/** Without brackets and without a zone. */
export function parseIpv6(text: string): Ipv6 | null {
  const halves = text.includes(":") ? withoutDots(text)?.split("::") : undefined;
  if (!halves || halves.length > 2) return null;
  const [head, tail] = halves.map(groupsOf);
  if (!head || tail === null) return null;
  if (tail === undefined) return head.length === 8 ? head : null;
  const gap = 8 - head.length - tail.length;
  return gap < 1 ? null : [...head, ...Array<number>(gap).fill(0), ...tail];
}

/** Groups of the network part that a host's provider gives it whole. */
const HOST_GROUPS = 4;

/**
 * What one caller can't change about its address: of IPv6 the /64, of which a single host has all addresses; of
 * anything else the text itself.
 */
export function callerNetwork(address: string): string {
  const groups = parseIpv6(address);
  if (!groups) return address;
  return `${groups
    .slice(0, HOST_GROUPS)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

/** First address and prefix length. */
const NOT_PUBLIC_IPV4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT; 100.100.100.200 is Alibaba Cloud's metadata
  ["127.0.0.0", 8], // loopback
  ["168.63.129.16", 32], // Azure's wire server
  ["169.254.0.0", 16], // link-local; 169.254.169.254 is metadata
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments; 192.0.0.192 is Oracle Cloud's metadata
  ["192.0.2.0", 24], // documentation
  ["192.31.196.0", 24], // AS112
  ["192.52.193.0", 24], // AMT
  ["192.88.99.0", 24], // 6to4 relay
  ["192.168.0.0", 16], // private
  ["192.175.48.0", 24], // AS112
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
];

const BLOCKS = NOT_PUBLIC_IPV4.map(([first, bits]) => {
  const size = 2 ** (32 - bits);
  const start = parseIpv4(first) ?? 0;
  return { start, end: start + size };
});

export const isPublicIpv4 = (address: Ipv4): boolean =>
  !BLOCKS.some(({ start, end }) => address >= start && address < end);

/** The IPv4 address in two groups. */
const ipv4In = (high: number, low: number): Ipv4 => high * 65536 + low;

/** Only global unicast (2000::/3) is public, and of it what does not carry a private IPv4 address inside. */
export function isPublicIpv6(groups: Ipv6): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  // NAT64, 64:ff9b::/96: what counts is where it leads. 64:ff9b:1::/48 is for networks' own use.
  if (a === 0x64 && b === 0xff9b && c === 0 && d === 0 && e === 0 && f === 0)
    return isPublicIpv4(ipv4In(g, h));
  // Also ends ::1, ::, ::ffff:0:0/96 (IPv4-mapped), ::a.b.c.d, fc00::/7 (with fd00:ec2::254), fe80::/10, ff00::/8.
  if (a < 0x2000 || a > 0x3fff) return false;
  // 6to4, 2002::/16, carries the IPv4 address of its router.
  if (a === 0x2002) return isPublicIpv4(ipv4In(b, c));
  // 2001::/23: Teredo, benchmarks, ORCHID and other protocol assignments.
  if (a === 0x2001 && b < 0x200) return false;
  // Documentation.
  if (a === 0x2001 && b === 0xdb8) return false;
  return !(a === 0x3fff && b < 0x1000);
}
