/** The first admin of a new data folder, and the launcher's own key. */
import type { Api } from "./api.ts";
import { readApiKey, writeApiKey } from "./secrets.ts";

/** What the launcher does by itself, and what the scripts and nodes of a trial need. */
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
];

export interface SignInHint {
  username: string;
  /** Null when it was shown at an earlier start. */
  password: string | null;
}

/**
 * @param reset gives the admin a new password
 * @returns what a person signs in with
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
