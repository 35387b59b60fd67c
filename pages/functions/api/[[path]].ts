/** Passes /api/* to the Worker over the service binding: the browser sees one origin, the Worker needs no CORS. */
import { withoutHopByHop } from "../../proxy/headers.ts";

interface ProxyEnv {
  API: Fetcher;
}

/** The caller's own token travels as it came; nothing secret is added here. */
export const onRequest: PagesFunction<ProxyEnv> = async ({ request, env }) => {
  const forwarded = new Request(request, { headers: withoutHopByHop(request.headers), redirect: "manual" });
  const answer = await env.API.fetch(forwarded);
  return new Response(answer.body, {
    status: answer.status,
    statusText: answer.statusText,
    headers: withoutHopByHop(answer.headers),
  });
};
