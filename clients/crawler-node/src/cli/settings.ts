/** The settings of a node: one table that the command line, its help and the reader share. */
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { NodeLabels } from "../../../../shared/contracts/node-api.ts";
import { Platform } from "../../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { needsBrowser, platforms, signKeyVariables } from "../../../../shared/platforms/platforms.ts";

export interface Settings {
  api: string;
  key: string;
  /** Null: the API derives the node from the key. */
  node: string | null;
  platforms: Platform[];
  slots: number;
  labels: string[];
  /** File with one proxy URL a line. */
  proxies: string | null;
  data: string;
  /** Signing keys of the platforms whose requests are signed, as far as this machine has them. */
  signKeys: Partial<Record<Platform, string>>;
  chromium: string | null;
  spoolMaxMb: number;
  pretty: boolean;
}

/** A setting is missing or wrong. The message is one line that names it, its source and the reason. */
export class SettingsError extends Error {}

export interface Setting<T = unknown> {
  flags: string;
  env: readonly string[];
  help: string;
  /** Reads the text of a flag or variable. Its messages go on after the name: "is not 1 to 64". */
  schema: z.ZodType<T, string>;
  /** The value names a file or folder: a relative one starts at the source's folder. */
  isPath?: true;
  /** An error must not repeat the value. */
  isSecret?: true;
  /** Absent: the setting must be given. */
  fallback?: (env: NodeJS.ProcessEnv) => T;
}

const MAX_SLOTS = 64;
const MIN_KEY_CHARS = 20;
const MAX_SPOOL_MB = 1_000_000;

const commaList = z.string().transform((text) => [
  ...new Set(
    text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  ),
]);

const secret = (minChars: number) =>
  z
    .string()
    .refine(
      (text) => text.length >= minChars && !/\s/.test(text),
      `is not a key (at least ${minChars} characters, no spaces)`,
    );

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .refine(
      (text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max,
      `is not ${min} to ${max}`,
    )
    .transform(Number);

const apiAddress = z
  .url({ protocol: /^https?$/, error: "is not an http(s) address" })
  .transform((text) => new URL(text))
  .refine(
    ({ username, password, search, hash }) => !(username || password || search || hash),
    "holds credentials, a query or a fragment; give the address alone",
  )
  .transform(({ origin, pathname }) => (origin + pathname).replace(/\/+$/, "").replace(/\/api\/v1$/, ""));

/** Settings with a flag of their own; the sign keys have one for each platform. */
type PlainName = Exclude<keyof Settings, "signKeys">;
type SignKeyName = `${Platform}SignKey`;
export type SettingName = PlainName | SignKeyName;
export const signKeyName = (platform: Platform): SignKeyName => `${platform}SignKey`;

const signKeySettings: Record<string, Setting<string | null>> = Object.fromEntries(
  signKeyVariables.map(([platform, variable]) => [
    signKeyName(platform),
    {
      flags: `--${platform}-sign-key <key>`,
      env: [`JOBDATA_${variable}`, variable],
      help: `${platforms[platform].label.en}'s signing key; better as ${variable} or in the config file`,
      schema: secret(1),
      isSecret: true,
      fallback: () => null,
    },
  ]),
);

const browserPlatforms = PLATFORMS.filter(needsBrowser).join(", ");
const signedPlatforms = signKeyVariables.map(([platform]) => platform).join(", ");

export const SETTINGS: { [Name in PlainName]: Setting<Settings[Name]> } & Record<string, Setting<unknown>> = {
  api: {
    flags: "--api <url>",
    env: ["JOBDATA_API"],
    help: "address of the API, such as https://jobdata.example.com",
    schema: apiAddress,
  },
  key: {
    flags: "--key <key>",
    env: ["JOBDATA_KEY"],
    help: "the node's key; better as JOBDATA_KEY or in the config file, where no process list shows it",
    schema: secret(MIN_KEY_CHARS),
    isSecret: true,
  },
  node: {
    flags: "--node <id>",
    env: ["JOBDATA_NODE"],
    help: "the node's id; the API knows it from the key",
    schema: z.guid("is not the id of a node").toLowerCase(),
    fallback: () => null,
  },
  platforms: {
    flags: "--platforms <list>",
    env: ["JOBDATA_PLATFORMS"],
    help: `what to crawl: ${PLATFORMS.join(",")} (all; Chromium is needed for ${browserPlatforms}, a signing key for ${signedPlatforms})`,
    schema: commaList.pipe(
      z.array(z.enum(Platform.enum, `is not one of ${PLATFORMS.join(", ")}`)).min(1, "names no platform"),
    ),
    fallback: () => [...PLATFORMS],
  },
  slots: {
    flags: "--slots <n>",
    env: ["JOBDATA_SLOTS", "JOBDATA_CONCURRENCY"],
    help: `keywords at once, 1 to ${MAX_SLOTS} (2); --concurrency is the same`,
    schema: wholeNumber(1, MAX_SLOTS),
    fallback: () => 2,
  },
  labels: {
    flags: "--labels <list>",
    env: ["JOBDATA_LABELS"],
    help: "labels on top of those the node was registered with, such as cn,residential",
    schema: commaList.pipe(NodeLabels),
    fallback: () => [],
  },
  proxies: {
    flags: "--proxies <file>",
    env: ["JOBDATA_PROXIES"],
    help: "one proxy a line: http://user:password@host:port, https://… or socks5://…",
    schema: z.string(),
    isPath: true,
    fallback: () => null,
  },
  data: {
    flags: "--data <dir>",
    env: ["JOBDATA_DATA"],
    help: "folder for what waits for the API (~/.local/state/jobdata-node)",
    schema: z.string(),
    isPath: true,
    fallback: (env) => join(env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "jobdata-node"),
  },
  ...signKeySettings,
  chromium: {
    flags: "--chromium <path>",
    env: ["JOBDATA_CHROMIUM", "CHROMIUM_PATH"],
    help: `the browser for ${browserPlatforms} (found on the path)`,
    schema: z.string(),
    isPath: true,
    fallback: () => null,
  },
  spoolMaxMb: {
    flags: "--spool-max-mb <n>",
    env: ["JOBDATA_SPOOL_MAX_MB"],
    help: "most that waits on the disk, megabytes (512); when it is full nothing more is fetched",
    schema: wholeNumber(1, MAX_SPOOL_MB),
    fallback: () => 512,
  },
  pretty: {
    flags: "--pretty",
    env: ["JOBDATA_PRETTY"],
    help: "log lines for people instead of JSON",
    schema: z.stringbool({
      truthy: ["true", "1", "yes"],
      falsy: ["false", "0", "no"],
      case: "sensitive",
      error: "is not true or false",
    }),
    fallback: () => false,
  },
};
