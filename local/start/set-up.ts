/** Creates the first admin of a new data folder, and the launcher's own API key. */
import type { Api } from "./api.ts";
import { readApiKey, writeApiKey } from "./secrets.ts";

/** Scopes of the launcher's key: what the launcher, and the scripts and nodes of a trial, need. */
const SCOPES = [
  "read",
  "keywords:write",
  "platforms:write",
  "schedules:write",
  "ingest:write",
  "ingest:manage",
  "nodes:write",
  "nodes:lease",
  "proxies:write",
  "tasks:read",
  "tasks:write",
  "exports:write",
  "alerts:read",
  "alerts:write",
  "metrics:read",
];

export interface SignInHint {
  username: string;
  /** Null when an earlier start has shown it. */
  password: string | null;
}

/**
 * @param reset gives the admin a new password
 * @returns the credentials with which a person signs in
 */
export async function setUp(
  api: Api,
  dataDir: string,
  setupToken: string,
  reset: boolean,
): Promise<SignInHint> {
  const created = await api.setUp(setupToken, { action: "create_admin" });
  const hint = reset && !created ? await api.setUp(setupToken, { action: "reset_admin" }) : created;
  const known = readApiKey(dataDir);
  if (known) api.useKey(known);
  if (!known || !(await api.isKeyGood())) {
    const wanted = { action: "create_key", name: "npm start", scopes: SCOPES };
    const made = await api.setUp(setupToken, wanted);
    if (!made?.api_key) throw new Error("no key was made");
    writeApiKey(dataDir, made.api_key);
    api.useKey(made.api_key);
  }
  return { username: hint?.username ?? "admin", password: hint?.password ?? null };
}
