/** Paths whose last parameter is a key with slashes. */
import { getPath } from "hono/utils/url";

const KEY_PATHS = ["/api/v1/failed-pages/"];

/**
 * The path that the router reads: the slashes of a key are percent-encoded, so that a key works as it is listed. A
 * pattern of the router instead would change the path that permissions and the API's description name.
 */
export const pathWithEncodedKey = (request: Request): string => encodeKey(getPath(request));

/** Encodes the slashes of the key at the end of a path. */
export function encodeKey(path: string): string {
  const prefix = KEY_PATHS.find((start) => path.startsWith(start));
  return prefix === undefined ? path : prefix + path.slice(prefix.length).replaceAll("/", "%2F");
}
