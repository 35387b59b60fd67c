/**
 * `name=value` pairs joined by `&`, in the given order, percent-encoded (a space is %20, as the sites sign it).
 * The URL parser leaves it as it is: it would encode an apostrophe, and a signature over the text would not fit.
 */
export function queryString(pairs: readonly (readonly [string, string | number])[]): string {
  return pairs
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("'", "%27")}`)
    .join("&");
}
