/** `name=value` pairs joined by `&`, in the given order, percent-encoded (a space is %20, as the sites sign it). */
export function queryString(pairs: readonly (readonly [string, string | number])[]): string {
  return pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}
