/** The page that was kept when a crawl failed: its key in the error's text, and its address. */

/** The crawler appends the key to the error in this form. */
const OPENING = " (page kept: ";

/** @returns the error without the key, and the key; null when no page was kept */
export function keptPageOf(error: string): { text: string; key: string | null } {
  const at = error.lastIndexOf(OPENING);
  if (at < 0 || !error.endsWith(")")) return { text: error, key: null };
  return { text: error.slice(0, at), key: error.slice(at + OPENING.length, -1) };
}

/** The key's slashes are percent-encoded: it is one segment of the path. */
export const keptPageHref = (key: string): string => `/api/v1/failed-pages/${encodeURIComponent(key)}`;
