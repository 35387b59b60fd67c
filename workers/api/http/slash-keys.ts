/** Paths whose last parameter is a key with slashes, and a path that has two names. */
import { getPath } from "hono/utils/url";
import { METRICS_PATH, METRICS_TEXT_PATH } from "./metrics-path.ts";

const KEY_PATHS = ["/api/v1/failed-pages/"];

/**
 * The path that the router reads: the slashes of a key are percent-encoded, so that a key works as it is listed. A
 * pattern of the router instead would change the path that permissions and the API's description name.
 */
export function pathWithEncodedKey(request: Request): string {
  const path = getPath(request);
  return path === METRICS_PATH ? METRICS_TEXT_PATH : encodeKey(path);
}

/** Encodes the slashes of the key at the end of a path. */
export function encodeKey(path: string): string {
  const prefix = KEY_PATHS.find((start) => path.startsWith(start));
  return prefix === undefined ? path : prefix + path.slice(prefix.length).replaceAll("/", "%2F");
}
