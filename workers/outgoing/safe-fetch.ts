/**
 * `fetch` for URLs given by users (SSRF guard): every hop's URL is checked, its name resolved and all its addresses
 * checked, and time, size and redirects are limited.
 *
 * On Workers `fetch` resolves the name again and can't be given the address, so a name that changes between the check
 * and the call (DNS rebinding) is not caught here. That is acceptable, because a Worker runs in no private network and
 * Cloudflare's egress does not route to private addresses. A Node program must pin the address it checked.
 */

import { parseIpv4 } from "../../shared/domain/ip-address.ts";
import {
  addressProblem,
  checkOutgoingUrl,
  type OutgoingRules,
  WEBHOOK_RULES,
} from "../../shared/domain/outgoing-url.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import { connectionFailure, type OpenPort } from "./connection-failure.ts";
import { OutgoingError } from "./outgoing-error.ts";
import { readLimited } from "./read-limited.ts";
import type { Resolver } from "./resolver.ts";

export interface SafeFetchOptions {
  resolver: Resolver;
  rules?: OutgoingRules;
  /** Redirects followed after the first request. */
  maxRedirects?: number;
  /** Limit of the response body. */
  maxBytes?: number;
  /** Limit for the whole call: resolving names, all hops and the body. */
  timeoutMs?: number;
  fetcher?: typeof fetch;
  /** Tells why there was no answer; without it the error names the host only. */
  openPort?: OpenPort | undefined;
}

export interface SafeRequest {
  method?: "GET" | "POST" | "PUT" | "HEAD";
  headers?: HeadersInit;
  /** The whole body, so that it can be sent again after a 307 or 308. */
  body?: string | Uint8Array<ArrayBuffer>;
}

export interface SafeAnswer {
  status: number;
  headers: Headers;
  body: Uint8Array;
  /** URL of the last hop. */
  url: string;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Headers sent to another origin after a redirect; none of them can hold a credential. */
const CROSS_ORIGIN_HEADERS = new Set(["accept", "accept-language", "content-type", "user-agent"]);

/**
 * Resolves a host given by a user; an address is returned as it is.
 * @param hostname in the form of `URL.hostname`
 * @returns all addresses, IPv6 without brackets
 * @throws OutgoingError when the host has no address, or one that is not public
 */
export async function publicAddresses(
  hostname: string,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<string[]> {
  const isAddress = hostname.startsWith("[") || parseIpv4(hostname) !== null;
  const addresses = isAddress ? [hostname.replace(/^\[|\]$/g, "")] : await resolver.resolve(hostname, signal);
  if (addresses.length === 0) throw new OutgoingError("network", `${hostname} has no address`);
  // Every address must be allowed, because the runtime chooses one of them.
  const problem = addresses.map(addressProblem).find((reason) => reason !== null);
  if (problem) throw new OutgoingError("refused", `${hostname} ${problem}`);
  return addresses;
}

async function checkHop(
  text: string,
  rules: OutgoingRules,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<URL> {
  const checked = checkOutgoingUrl(text, rules);
  if (!checked.ok) throw new OutgoingError("refused", `url ${checked.reason}`);
  const { url } = checked;
  if (!rules.trustedOrigins?.includes(url.origin)) await publicAddresses(url.hostname, resolver, signal);
  return url;
}

/** The next request after a redirect: as in the Fetch standard, but with fewer headers for another origin. */
function redirected(request: SafeRequest, status: number, from: URL, to: URL): SafeRequest {
  const { method = "GET", body } = request;
  const becomesGet = status === 303 ? method !== "HEAD" : status < 303 && method === "POST";
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()])
    if (to.origin !== from.origin && !CROSS_ORIGIN_HEADERS.has(name)) headers.delete(name);
  if (!becomesGet) return { method, headers, body };
  headers.delete("content-type");
  return { method: "GET", headers };
}

/**
 * @throws OutgoingError when the URL or a hop may not be called, or the target breaks a limit
 */
export async function safeFetch(
  text: string,
  first: SafeRequest,
  options: SafeFetchOptions,
): Promise<SafeAnswer> {
  const {
    resolver,
    rules = WEBHOOK_RULES,
    fetcher = (...all: Parameters<typeof fetch>) => fetch(...all),
  } = options;
  const { maxRedirects = 3, maxBytes = 1_048_576, timeoutMs = 10_000, openPort } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  let called: URL | null = null;
  try {
    let request = first;
    let url = await checkHop(text, rules, resolver, signal);
    for (let hops = 0; ; hops++) {
      called = url;
      const response = await fetcher(url.href, { ...request, redirect: "manual", signal });
      const location = response.headers.get("location");
      if (!REDIRECTS.has(response.status) || location === null) {
        const body = await readLimited(response, maxBytes);
        return { status: response.status, headers: response.headers, body, url: url.href };
      }
      await response.body?.cancel();
      if (hops === maxRedirects) throw new OutgoingError("redirects", `more than ${maxRedirects} redirects`);
      if (!URL.canParse(location, url.href)) throw new OutgoingError("refused", "redirect is not a URL");
      const next = await checkHop(new URL(location, url.href).href, rules, resolver, signal);
      if (url.protocol === "https:" && next.protocol !== "https:")
        throw new OutgoingError("refused", "redirect leads from https to http");
      request = redirected(request, response.status, url, next);
      url = next;
    }
  } catch (error) {
    if (error instanceof OutgoingError) throw error;
    if (signal.aborted)
      throw new OutgoingError("timeout", `no whole answer within ${timeoutMs} ms`, { cause: error });
    const told = called ? await connectionFailure(called, error, openPort) : messageOf(error);
    throw new OutgoingError("network", told, { cause: error });
  }
}
