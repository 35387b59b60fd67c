/** Headers that concern one connection only (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** A copy without the hop-by-hop headers and without those that `Connection` names. */
export function withoutHopByHop(headers: Headers): Headers {
  const named = (headers.get("connection") ?? "").split(",").map((name) => name.trim().toLowerCase());
  const copy = new Headers(headers);
  for (const name of [...HOP_BY_HOP, ...named]) if (name) copy.delete(name);
  return copy;
}
