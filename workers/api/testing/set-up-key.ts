/** A key of the first admin in the D1 of a test, made the way a new installation makes it. */
import { env } from "cloudflare:workers";
import { SCOPES } from "../../../shared/contracts/access.ts";

interface App {
  request(path: string, init: RequestInit, env: object): Response | Promise<Response>;
}

async function setUp<T>(app: App, json: object): Promise<T> {
  const response = await app.request(
    "/api/v1/setup",
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ setup_token: (env as { SETUP_TOKEN?: string }).SETUP_TOKEN, ...json }),
    },
    env,
  );
  const answer = (await response.json()) as { message: string; data: T };
  if (!response.ok) throw new Error(answer.message);
  return answer.data;
}

/** @returns the key, and the admin's first password */
export async function setUpKey(app: App): Promise<{ key: string; password: string }> {
  const { password } = await setUp<{ password: string }>(app, { action: "create_admin" });
  const wanted = { action: "create_key", name: "test", scopes: SCOPES };
  const { api_key } = await setUp<{ api_key: string }>(app, wanted);
  return { key: api_key, password };
}
