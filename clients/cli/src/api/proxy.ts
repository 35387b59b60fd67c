/** HTTPS_PROXY and NO_PROXY, which Node's own fetch does not read. */
import { isLoopback } from "../config/server-url.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Names of the variables that are set, in the order in which they count. */
export const proxyVariables = (env: Env): string[] =>
  ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"].filter((name) => env[name]);

export const proxyFor = (env: Env): string | null => env.https_proxy || env.HTTPS_PROXY || null;

/** This machine is never asked through a proxy: plain HTTP would show it the key. */
export async function proxiedFetch(url: URL, env: Env): Promise<typeof fetch> {
  const httpsProxy = proxyFor(env);
  if (httpsProxy === null || isLoopback(url)) return fetch;
  const { EnvHttpProxyAgent, fetch: undiciFetch } = await import("undici");
  const dispatcher = new EnvHttpProxyAgent({ httpsProxy, noProxy: env.no_proxy ?? env.NO_PROXY ?? "" });
  const send = (input: unknown, init: object | undefined) =>
    undiciFetch(input as string, { ...init, dispatcher } as Parameters<typeof undiciFetch>[1]);
  return send as unknown as typeof fetch;
}
