/** The address of a server: HTTPS, or this very machine. */
import { usageError } from "../exit.ts";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const MAX_CHARS = 500;

export const isLoopback = (url: URL): boolean => LOOPBACK.test(url.hostname);

/**
 * @param source names where the address stands, for the error
 * @returns the origin, without the `/api/v1` that people copy with it
 * @throws CliError
 */
export function readServerUrl(text: string, source: string): string {
  const url = URL.parse(text.slice(0, MAX_CHARS));
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw usageError(`${source} is not an address that begins with https://`);
  if (url.username !== "" || url.password !== "")
    throw usageError(`${source} holds credentials: leave them out, the key is enough`);
  if (url.protocol === "http:" && !isLoopback(url))
    throw usageError(
      `${source} is plain HTTP, on which others can read the key: use https:// (http:// is for this machine only)`,
    );
  if (!["/", "/api/v1", "/api/v1/"].includes(url.pathname) || url.search !== "" || url.hash !== "")
    throw usageError(
      `${source} has more than the server's address: leave out ${url.pathname}${url.search}${url.hash}`,
    );
  return url.origin;
}
