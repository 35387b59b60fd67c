/** Forwards /api/* to the Worker over the service binding. */
import { forward } from "../../proxy/forward.ts";

interface ProxyEnv {
  API: Fetcher;
}

export const onRequest: PagesFunction<ProxyEnv> = ({ request, env }) => forward(request, env.API);
