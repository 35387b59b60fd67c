/** Address and credentials of a proxy. */
import { type ProxyUrl, parseProxyUrl } from "../../../../shared/domain/proxy-address.ts";

export type ProxyAddress = ProxyUrl;

export type ReadProxy = { ok: true; proxy: ProxyAddress } | { ok: false; reason: string };

/** Reads `protocol://user:password@host:port` as the API does; a reason never repeats the credentials. */
export function readProxy(text: string): ReadProxy {
  const read = parseProxyUrl(text);
  return read.ok ? { ok: true, proxy: read.value } : { ok: false, reason: read.reason };
}

/** The address without credentials, for a log. */
export const nameOf = ({ protocol, host, port }: ProxyAddress) => `${protocol}://${host}:${port}`;
