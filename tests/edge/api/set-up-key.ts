/** Creates a key in the D1 of a test. */
import { env } from "cloudflare:workers";
import { setUpKey as setUpKeyBy } from "../../support/set-up-key.ts";

interface App {
  request(path: string, init: RequestInit, env: object): Response | Promise<Response>;
}

/** @returns the key, and the admin's first password */
export const setUpKey = (app: App): Promise<{ key: string; password: string }> =>
  setUpKeyBy(
    async (path, init) => app.request(path, init, env),
    (env as { SETUP_TOKEN?: string }).SETUP_TOKEN ?? "",
  );
