/** What a node can be told: as a flag, as an environment variable, in a config file; in this order. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { NodeLabels } from "../../../../shared/contracts/node-api.ts";
import { PLATFORMS, type Platform } from "../../../../shared/contracts/platform.ts";
import {
  platforms as knownPlatforms,
  needsBrowser,
  signKeyVariables,
} from "../../../../shared/platforms/platforms.ts";
import { messageOf } from "../message-of.ts";

export interface Settings {
  api: string;
  key: string;
  /** Null: told by the API, from the key. */
  node: string | null;
  platforms: Platform[];
  slots: number;
  labels: string[];
  /** File of proxies, one URL a line. */
  proxies: string | null;
  data: string;
  /** Signing keys of the platforms whose requests are signed, as far as this machine has them. */
  signKeys: Partial<Record<Platform, string>>;
  chromium: string | null;
  spoolMaxMb: number;
  pretty: boolean;
}

export class SettingsError extends Error {}

/** Where a value was found, for an error. */
interface Source {
  name: string;
  /** Folder that relative paths start from. */
  folder: string;
}

interface Setting {
  flags: string;
  env: readonly string[];
  help: string;
  /** @throws Error with what is wrong, never with a secret */
  read(text: string, source: Source): unknown;
  fallback?: (env: NodeJS.ProcessEnv) => unknown;
}

const MOST_SLOTS = 64;
const MIN_KEY = 20;

const list = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
const path = (text: string, { folder }: Source) => resolve(folder, text);
const secret = (text: string, least: number) => {
  if (text.length < least || /\s/.test(text))
    throw new Error(`is not a key (at least ${least} characters, no spaces)`);
  return text;
};

function whole(text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new Error(`${JSON.stringify(text)} is not ${least} to ${most}`);
  return value;
}

function apiUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`${JSON.stringify(text)} is not an http(s) address`);
  if (url.username || url.password || url.search || url.hash)
    throw new Error("holds credentials, a query or a fragment; give the address alone");
  return (url.origin + url.pathname).replace(/\/+$/, "").replace(/\/api\/v1$/, "");
}

function platforms(text: string): Platform[] {
  const wanted = list(text);
  const unknown = wanted.find((name) => !(PLATFORMS as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new Error(`${JSON.stringify(unknown)} is not one of ${PLATFORMS.join(", ")}`);
  if (wanted.length === 0) throw new Error("names no platform");
  return [...new Set(wanted)] as Platform[];
}

function labels(text: string): string[] {
  const parsed = NodeLabels.safeParse([...new Set(list(text))]);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue?.path[0];
  throw new Error(`${typeof at === "number" ? JSON.stringify(list(text)[at]) : ""} ${issue?.message}`.trim());
}

function yes(text: string): boolean {
  if (["true", "1", "yes"].includes(text)) return true;
  if (["false", "0", "no"].includes(text)) return false;
  throw new Error(`${JSON.stringify(text)} is not true or false`);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type SignKeyName = `${Platform}SignKey`;
export const signKeyName = (platform: Platform): SignKeyName => `${platform}SignKey`;

/** One setting for each platform whose requests are signed. */
const SIGN_KEY_SETTINGS: Record<string, Setting> = Object.fromEntries(
  signKeyVariables.map(([platform, variable]) => [
    signKeyName(platform),
    {
      flags: `--${platform}-sign-key <key>`,
      env: [`JOBDATA_${variable}`, variable],
      help: `${knownPlatforms[platform].label.en}'s signing key; better as ${variable} or in the config file`,
      read: (text) => secret(text, 1),
      fallback: () => null,
    } satisfies Setting,
  ]),
);

const browserPlatforms = PLATFORMS.filter(needsBrowser).join(", ");
const signedPlatforms = signKeyVariables.map(([platform]) => platform).join(", ");

export const SETTINGS: Record<Exclude<keyof Settings, "signKeys">, Setting> & Record<string, Setting> = {
  api: {
    flags: "--api <url>",
    env: ["JOBDATA_API"],
    help: "address of the API, such as https://jobdata.example.com",
    read: apiUrl,
  },
  key: {
    flags: "--key <key>",
    env: ["JOBDATA_KEY"],
    help: "the node's key; better as JOBDATA_KEY or in the config file, where no process list shows it",
    read: (text) => secret(text, MIN_KEY),
  },
  node: {
    flags: "--node <id>",
    env: ["JOBDATA_NODE"],
    help: "the node's id; the API knows it from the key",
    read: (text) => {
      if (!UUID.test(text)) throw new Error(`${JSON.stringify(text)} is not the id of a node`);
      return text.toLowerCase();
    },
    fallback: () => null,
  },
  platforms: {
    flags: "--platforms <list>",
    env: ["JOBDATA_PLATFORMS"],
    help: `what to crawl: ${PLATFORMS.join(",")} (all; Chromium is needed for ${browserPlatforms}, a signing key for ${signedPlatforms})`,
    read: platforms,
    fallback: () => [...PLATFORMS],
  },
  slots: {
    flags: "--slots <n>",
    env: ["JOBDATA_SLOTS", "JOBDATA_CONCURRENCY"],
    help: `keywords at once, 1 to ${MOST_SLOTS} (2); --concurrency is the same`,
    read: (text) => whole(text, 1, MOST_SLOTS),
    fallback: () => 2,
  },
  labels: {
    flags: "--labels <list>",
    env: ["JOBDATA_LABELS"],
    help: "labels on top of those the node was registered with, such as cn,residential",
    read: labels,
    fallback: () => [],
  },
  proxies: {
    flags: "--proxies <file>",
    env: ["JOBDATA_PROXIES"],
    help: "one proxy a line: http://user:password@host:port, https://… or socks5://…",
    read: path,
    fallback: () => null,
  },
  data: {
    flags: "--data <dir>",
    env: ["JOBDATA_DATA"],
    help: "what waits for the API lies here (~/.local/state/jobdata-node)",
    read: path,
    fallback: (env) => join(env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "jobdata-node"),
  },
  ...SIGN_KEY_SETTINGS,
  chromium: {
    flags: "--chromium <path>",
    env: ["JOBDATA_CHROMIUM", "CHROMIUM_PATH"],
    help: `the browser for ${browserPlatforms} (found on the path)`,
    read: path,
    fallback: () => null,
  },
  spoolMaxMb: {
    flags: "--spool-max-mb <n>",
    env: ["JOBDATA_SPOOL_MAX_MB"],
    help: "most that waits on the disk, megabytes (512); when it is full nothing more is fetched",
    read: (text) => whole(text, 1, 1_000_000),
    fallback: () => 512,
  },
  pretty: {
    flags: "--pretty",
    env: ["JOBDATA_PRETTY"],
    help: "log lines for people instead of JSON",
    read: yes,
    fallback: () => false,
  },
};

/** Names in the config file. */
export const fileNameOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function readFile(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new SettingsError(`--config: ${file} cannot be read: ${messageOf(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own words quote the text, which holds the key.
    throw new SettingsError(`--config: ${file} is not JSON`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new SettingsError(`--config: ${file} is not a JSON object`);
  const known = Object.keys(SETTINGS).map(fileNameOf);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new SettingsError(
      `--config: ${file}: ${JSON.stringify(unknown)} is not one of ${known.join(", ")}`,
    );
  return value as Record<string, unknown>;
}

/** A value of the file in the words of a flag. */
function asText(value: unknown): string {
  if (Array.isArray(value) && value.every((part) => typeof part === "string")) return value.join(",");
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return String(value);
  throw new Error("is not a text, a number, true, false or a list of texts");
}

export type Flags = Partial<Record<Exclude<keyof Settings, "signKeys"> | SignKeyName, string | boolean>> & {
  config?: string;
};

/**
 * @param cwd folder that relative paths of flags and variables start from; those of the file start from the file
 * @throws SettingsError one line that names the setting, where it stands and what is wrong
 */
export function readSettings(flags: Flags, env: NodeJS.ProcessEnv, cwd: string): Settings {
  const config = flags.config ?? env.JOBDATA_CONFIG;
  const configPath = config ? resolve(cwd, config) : null;
  const file = configPath === null ? {} : readFile(configPath);
  const found = Object.entries(SETTINGS).map(([name, setting]) => {
    const flag = flags[name as keyof Flags];
    const variable = setting.env.find((wanted) => env[wanted]);
    const inFile = file[fileNameOf(name)];
    const source: Source & { value: unknown } =
      flag !== undefined
        ? { name: setting.flags.split(" ")[0] ?? name, folder: cwd, value: flag }
        : variable !== undefined
          ? { name: variable, folder: cwd, value: env[variable] }
          : { name: `${configPath}: ${fileNameOf(name)}`, folder: dirname(configPath ?? cwd), value: inFile };
    if (source.value === undefined || source.value === null) {
      if (setting.fallback) return [name, setting.fallback(env)];
      throw new SettingsError(
        `${name} is missing: give ${setting.flags}, ${setting.env[0]}, or "${fileNameOf(name)}" in the config file`,
      );
    }
    try {
      return [name, setting.read(asText(source.value), source)];
    } catch (error) {
      throw new SettingsError(`${source.name} ${messageOf(error)}`);
    }
  });
  const values = new Map(found as [string, unknown][]);
  const signKeys = signKeyVariables.flatMap(([platform]) => {
    const key = values.get(signKeyName(platform));
    return key === null ? [] : [[platform, key]];
  });
  const others = [...values].filter(([name]) => !(name in SIGN_KEY_SETTINGS));
  return Object.fromEntries([...others, ["signKeys", Object.fromEntries(signKeys)]]) as Settings;
}
