/** The last check before a request to a site: it goes to the platform's own origins, whatever built it. */
import type { PlatformSettings } from "../contracts/settings.ts";

type Origins = Pick<PlatformSettings, "list_url" | "detail_url" | "company_url">;

/** The origins of a platform's list, detail and company pages. */
export const ownOrigins = ({ list_url, detail_url, company_url }: Origins): ReadonlySet<string> =>
  new Set([list_url, detail_url, company_url].map((url) => new URL(url).origin));

/**
 * @returns `url`
 * @throws Error when it leads elsewhere: no request is sent, and no token leaves
 */
export function assertOwnOrigin(url: string, settings: Origins): string {
  const parsed = URL.parse(url);
  if (parsed && parsed.username === "" && parsed.password === "" && ownOrigins(settings).has(parsed.origin))
    return url;
  throw new Error(`a request to ${parsed?.origin ?? "no address"}, which is not an origin of the platform`);
}
