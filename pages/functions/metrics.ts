/** Forwards /metrics to the Worker over the service binding, for a Prometheus that scrapes the dashboard's address. */
import { forward } from "../proxy/forward.ts";

interface ProxyEnv {
  API: Fetcher;
}

export const onRequest: PagesFunction<ProxyEnv> = ({ request, env }) => forward(request, env.API);
