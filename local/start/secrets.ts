/** Secrets of a local stack: random, created once, readable by their owner only. */
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { signKeyVariables } from "../../shared/platforms/platforms.ts";
import { StartError } from "./errors.ts";

const long = z.string().min(32);
const Fixed = z.object({
  AUTH_SECRET: long,
  SETUP_TOKEN: long,
  CLICKHOUSE_PASSWORD: z.string().min(1),
  VAULT_KEYS: z.string().min(1),
});
/** Signing keys of the local boards, which check signatures as the sites do; by the name of the variable. */
const SignKeys = Object.fromEntries(signKeyVariables.map(([, variable]) => [variable, z.string().min(1)]));
const Secrets = Fixed.extend(SignKeys);
export type Secrets = z.infer<typeof Fixed> & Record<string, string>;

/** The signing keys, as variables of the Worker and of the job boards. */
export const signKeysOf = (secrets: Secrets): Record<string, string> =>
  Object.fromEntries(signKeyVariables.map(([, variable]) => [variable, secrets[variable] ?? ""]));

const make = (name: string): string =>
  name === "VAULT_KEYS" ? `local:${randomBytes(32).toString("base64")}` : randomBytes(24).toString("hex");

const Stored = z.record(z.string(), z.unknown());

/** @throws StartError when the file is damaged; its values are never shown */
function readStored(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    return Stored.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    throw damaged(path, "");
  }
}

const damaged = (path: string, field: string) =>
  new StartError(`${path}: is damaged${field}; delete it to have new secrets made, or start with --fresh`);

/**
 * Reads `secrets.json` of the data folder and creates missing secrets: all of them at the first start, new ones after an
 * update.
 * @throws StartError when the file is damaged; its values are never shown
 */
export function readSecrets(dataDir: string): Secrets {
  const path = join(dataDir, "secrets.json");
  const stored = readStored(path);
  const made = Object.fromEntries(
    Object.keys(Secrets.shape).map((name) => [name, stored[name] ?? make(name)]),
  );
  const secrets = Secrets.safeParse(made);
  if (!secrets.success) throw damaged(path, ` (${secrets.error.issues[0]?.path.join(".")})`);
  writeFileSync(path, `${JSON.stringify(secrets.data, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  return secrets.data as Secrets;
}

/** The launcher's own API key, stored beside the secrets; null before the first start. */
export function readApiKey(dataDir: string): string | null {
  const path = join(dataDir, "api-key");
  return existsSync(path) ? readFileSync(path, "utf8").trim() : null;
}

export function writeApiKey(dataDir: string, key: string): void {
  writeFileSync(join(dataDir, "api-key"), `${key}\n`, { mode: 0o600 });
}
