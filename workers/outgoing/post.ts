/** Sends a POST to an address that a person entered: one answer, limited in time and size, and no redirect. */
import { type OutgoingRules, shownUrl, WEBHOOK_RULES } from "../../shared/domain/outgoing-url.ts";
import type { OpenPort } from "./connection-failure.ts";
import { OutgoingError } from "./outgoing-error.ts";
import type { Resolver } from "./resolver.ts";
import { type SafeAnswer, safeFetch } from "./safe-fetch.ts";

/** An answer over this limit counts as a failure: its body is not what was asked for. */
const ANSWER_BYTES = 65_536;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

export interface PostParts {
  resolver: Resolver;
  /** True on a local stack, where targets on the same machine are allowed. */
  trustLoopback: boolean;
  fetcher?: typeof fetch;
  openPort?: OpenPort | undefined;
}

/** @returns the rules for this URL; a local stack trusts loopback addresses */
export function postRules(url: string, trustLoopback: boolean): OutgoingRules {
  if (!trustLoopback || !URL.canParse(url)) return WEBHOOK_RULES;
  const { hostname, origin } = new URL(url);
  return LOOPBACK.test(hostname) ? { ...WEBHOOK_RULES, trustedOrigins: [origin] } : WEBHOOK_RULES;
}

/** @throws OutgoingError when there is no answer that may be read */
export const postTo = (
  { resolver, trustLoopback, fetcher, openPort }: PostParts,
  request: { url: string; headers: HeadersInit; body: string; timeoutMs: number },
): Promise<SafeAnswer> => {
  const { url, headers, body, timeoutMs } = request;
  return safeFetch(
    url,
    { method: "POST", headers, body },
    {
      resolver,
      rules: postRules(url, trustLoopback),
      // A redirected POST becomes a GET, and its status 200 would not mean that the body arrived.
      maxRedirects: 0,
      maxBytes: ANSWER_BYTES,
      timeoutMs,
      openPort,
      ...(fetcher && { fetcher }),
    },
  );
};

/** True for the statuses by which a receiver says that it has taken the body. */
export const isTaking = (status: number): boolean => status >= 200 && status < 300;

/** @returns what went wrong, without the path and query of the URL, which may be secret */
export function failureOf(error: unknown, url: string): string {
  const told = error instanceof OutgoingError ? error.message : String(error);
  return told.replaceAll(url, shownUrl(url));
}
