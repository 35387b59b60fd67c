/** encodeURIComponent does not encode these, and some senders of the URL then encode the apostrophe. */
const LEFT_ALONE = /[!'()*]/g;

/** Percent-encodes everything but unreserved characters (RFC 3986), so that no URL parser changes the text again. */
function encode(value: string | number): string {
  return encodeURIComponent(String(value).toWellFormed()).replace(
    LEFT_ALONE,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** @returns `name=value` pairs joined by `&`, in the given order, percent-encoded (a space is %20, as the sites sign it) */
export function queryString(pairs: readonly (readonly [string, string | number])[]): string {
  return pairs.map(([name, value]) => `${name}=${encode(value)}`).join("&");
}
