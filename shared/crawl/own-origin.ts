/** The last check before a request to a site: it goes to the platform's own origins, whatever built it. */
import type { PlatformSettings } from "../contracts/settings.ts";
import { dictionaryUrl } from "../platforms/dictionary/request.ts";

type Origins = Pick<PlatformSettings, "list_url" | "detail_url" | "company_url">;

/** The origins of a platform's list, detail and company pages. */
export const ownOrigins = ({ list_url, detail_url, company_url }: Origins): ReadonlySet<string> =>
  new Set([list_url, detail_url, company_url].map((url) => new URL(url).origin));

const isAt = (url: string, origins: ReadonlySet<string>): boolean => {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.username === "" && parsed.password === "" && origins.has(parsed.origin);
};

/**
 * @returns `url`
 * @throws Error when it leads elsewhere: no request is sent, and no token leaves
 */
export function assertOwnOrigin(url: string, settings: Origins): string {
  if (isAt(url, ownOrigins(settings))) return url;
  throw foreignOrigin(url);
}

/** Like `assertOwnOrigin`, for the dictionaries, which may have an origin of their own. No token goes with them. */
export function assertDictionaryOrigin(
  url: string,
  settings: Pick<PlatformSettings, "list_url" | "dictionary_url">,
): string {
  if (isAt(url, new Set([new URL(dictionaryUrl(settings)).origin]))) return url;
  throw foreignOrigin(url);
}

const foreignOrigin = (url: string) =>
  new Error(`a request to ${URL.parse(url)?.origin ?? "no address"}, which is not an origin of the platform`);
