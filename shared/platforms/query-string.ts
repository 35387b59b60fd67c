/** encodeURIComponent leaves these alone, and an apostrophe is then encoded by whoever sends the URL. */
const LEFT_ALONE = /[!'()*]/g;

/** RFC 3986: everything but unreserved characters is percent-encoded, so that no URL parser changes it again. */
function encode(value: string | number): string {
  return encodeURIComponent(String(value).toWellFormed()).replace(
    LEFT_ALONE,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `name=value` pairs joined by `&`, in the given order, percent-encoded (a space is %20, as the sites sign it). */
export function queryString(pairs: readonly (readonly [string, string | number])[]): string {
  return pairs.map(([name, value]) => `${name}=${encode(value)}`).join("&");
}
