/**
 * IP addresses and which of them are public. The ranges are those of ipaddr.js, after the IANA special-purpose
 * registries (RFC 6890 and later); this file adds what matters to a server that calls addresses given by users.
 */
import ipaddr from "ipaddr.js";

/** Unsigned 32 bits. */
export type Ipv4 = number;
/** Eight groups of 16 bits. */
export type Ipv6 = readonly number[];

const byteOf = (address: Ipv4, index: number) => (address >>> (24 - 8 * index)) & 0xff;

/** Dotted decimal only: the URL parser has already rewritten every other spelling to it. */
export function parseIpv4(text: string): Ipv4 | null {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text)) return null;
  return ipaddr.IPv4.parse(text).octets.reduce((value, octet) => value * 256 + octet, 0);
}

/** Without brackets and without a zone. */
export function parseIpv6(text: string): Ipv6 | null {
  return !text.includes("%") && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).parts : null;
}

/** Groups of the network parts: a provider gives one host a /64, and one customer up to a /48. */
const HOST_GROUPS = 4;
const CUSTOMER_GROUPS = 3;

const prefixOf = (groups: Ipv6, length: number) =>
  `${groups
    .slice(0, length)
    .map((group) => group.toString(16))
    .join(":")}::/${length * 16}`;

/** The IPv6 groups of an address; null for IPv4, also where it is written as IPv6 (`::ffff:192.0.2.1`). */
function ipv6Groups(address: string): Ipv6 | null {
  const groups = parseIpv6(address);
  return groups && !new ipaddr.IPv6([...groups]).isIPv4MappedAddress() ? groups : null;
}

/**
 * The part of a caller's address that the caller can't change: the /64 of an IPv6 address, because a single host has
 * all addresses of it; for anything else the text itself.
 */
export function callerNetwork(address: string): string {
  const groups = ipv6Groups(address);
  return groups ? prefixOf(groups, HOST_GROUPS) : address;
}

/** The /48 around an IPv6 address, because a single customer may have all networks of it; null for anything else. */
export function wideNetwork(address: string): string | null {
  const groups = ipv6Groups(address);
  return groups && prefixOf(groups, CUSTOMER_GROUPS);
}

/** Azure's wire server answers at an address that the registries list as an ordinary one. */
const AZURE_WIRE_SERVER = ipaddr.IPv4.parse("168.63.129.16");

/** Metadata servers of clouds lie in ranges that are not unicast: 169.254.169.254, 100.100.100.200, 192.0.0.192. */
export function isPublicIpv4(address: Ipv4): boolean {
  const parsed = new ipaddr.IPv4([0, 1, 2, 3].map((index) => byteOf(address, index)));
  return parsed.range() === "unicast" && !parsed.match(AZURE_WIRE_SERVER, 32);
}

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
/** The address behind a NAT64 gateway; 64:ff9b:1::/48 is for networks' own use and stays refused. */
const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/** The IPv4 address in two groups. */
const ipv4In = (high = 0, low = 0): Ipv4 => high * 65536 + low;

/**
 * Only global unicast (2000::/3) is public, and within it only what ipaddr.js knows no special use for. NAT64 and
 * 6to4 addresses are judged by the IPv4 address that they carry; IPv4-mapped ones are refused whatever they carry.
 */
export function isPublicIpv6(groups: Ipv6): boolean {
  const address = new ipaddr.IPv6([...groups]);
  if (address.match(NAT64)) return isPublicIpv4(ipv4In(groups[6], groups[7]));
  if (!address.match(GLOBAL_UNICAST)) return false;
  const range = address.range();
  return range === "6to4" ? isPublicIpv4(ipv4In(groups[1], groups[2])) : range === "unicast";
}
