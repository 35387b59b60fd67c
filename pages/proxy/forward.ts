/** Forwards a request to the Worker, so that the browser sees one origin and the Worker needs no CORS. */

/** Headers that apply to a single connection (RFC 9110, section 7.6.1). */
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

/** Cloudflare sets these to identify the caller: the caller's `Connection` header must not remove them. */
const isCloudflares = (name: string) => name.toLowerCase().startsWith("cf-");

/** Copies the headers without the hop-by-hop ones and without those that `Connection` names. */
export function withoutHopByHop(headers: Headers): Headers {
  const named = (headers.get("connection") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => !isCloudflares(name));
  const copy = new Headers(headers);
  for (const name of [...HOP_BY_HOP, ...named]) if (name) copy.delete(name);
  return copy;
}

/** Forwards method, URL, headers and body unchanged, apart from the hop-by-hop headers. */
export async function forward(
  request: Request,
  api: { fetch(request: Request): Promise<Response> },
): Promise<Response> {
  // The upgrade of a live feed joins both ends: nothing of its answer may be rebuilt, which would lose the socket.
  if (request.headers.get("upgrade")?.toLowerCase() === "websocket") return api.fetch(request);
  const answer = await api.fetch(
    new Request(request, { headers: withoutHopByHop(request.headers), redirect: "manual" }),
  );
  return new Response(answer.body, {
    status: answer.status,
    statusText: answer.statusText,
    headers: withoutHopByHop(answer.headers),
  });
}
