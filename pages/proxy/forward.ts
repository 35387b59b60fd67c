/** Passing a request on to the Worker: the browser sees one origin, the Worker needs no CORS. */

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

/** Set by Cloudflare on the way in: a caller's `Connection` must not take away who it is. */
const isCloudflares = (name: string) => name.toLowerCase().startsWith("cf-");

/** A copy without the hop-by-hop headers and without those that `Connection` names. */
export function withoutHopByHop(headers: Headers): Headers {
  const named = (headers.get("connection") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => !isCloudflares(name));
  const copy = new Headers(headers);
  for (const name of [...HOP_BY_HOP, ...named]) if (name) copy.delete(name);
  return copy;
}

/** Method, URL, body and the caller's own token travel as they came; nothing is added. */
export async function forward(
  request: Request,
  api: { fetch(request: Request): Promise<Response> },
): Promise<Response> {
  const answer = await api.fetch(
    new Request(request, { headers: withoutHopByHop(request.headers), redirect: "manual" }),
  );
  return new Response(answer.body, {
    status: answer.status,
    statusText: answer.statusText,
    headers: withoutHopByHop(answer.headers),
  });
}
