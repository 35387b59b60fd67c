/** Finds each setting: as a flag, else as an environment variable, else in the config file. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { createRedactor } from "../../../../shared/log.ts";
import { signKeyVariables } from "../../../../shared/platforms/platforms.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import {
  SETTINGS,
  type Setting,
  type SettingName,
  type Settings,
  SettingsError,
  signKeyName,
} from "./settings.ts";

export type Flags = Partial<Record<SettingName, string | boolean>> & { config?: string };

/** A value as it was found, and where. */
interface Found {
  value: unknown;
  /** Names the source in an error. */
  source: string;
  /** Folder that relative paths start from. */
  folder: string;
}

/** Name of a setting in the config file: `spoolMaxMb` is `spool_max_mb`. */
export const fileNameOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const FILE_NAMES = Object.keys(SETTINGS).map(fileNameOf);
const ConfigFile = z.strictObject(
  Object.fromEntries(FILE_NAMES.map((name) => [name, z.unknown().optional()])),
  {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `: ${JSON.stringify(issue.keys[0])} is not one of ${FILE_NAMES.join(", ")}`
        : " is not a JSON object",
  },
);

/** A value of the file as the text that a flag would hold. */
const FileValue = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string()).transform((parts) => parts.join(","))], {
    error: "is not a text, a number, true, false or a list of texts",
  })
  .transform(String);

const redact = createRedactor([]);

/**
 * @param cwd folder that relative paths of flags and variables start from; those of the file start from the file
 * @throws SettingsError one line that names the setting, where it stands and what is wrong, never a secret
 */
export function readSettings(flags: Flags, env: NodeJS.ProcessEnv, cwd: string): Settings {
  const config = flags.config ?? env.JOBDATA_CONFIG;
  const configPath = config ? resolve(cwd, config) : null;
  const file = configPath === null ? {} : readConfigFile(configPath);

  function find(name: string, setting: Setting): Found {
    const flag = flags[name as keyof Flags];
    if (flag !== undefined) return { value: flag, source: setting.flags.split(" ")[0] ?? name, folder: cwd };
    const variable = setting.env.find((candidate) => env[candidate]);
    if (variable !== undefined) return { value: env[variable], source: variable, folder: cwd };
    const fileName = fileNameOf(name);
    return {
      value: file[fileName],
      source: `${configPath}: ${fileName}`,
      folder: dirname(configPath ?? cwd),
    };
  }

  const values = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, setting]) => [
      name,
      readOne(name, setting, find(name, setting), env),
    ]),
  );
  const signKeys: Record<string, unknown> = {};
  for (const [platform] of signKeyVariables) {
    const key = values[signKeyName(platform)];
    delete values[signKeyName(platform)];
    if (key !== null) signKeys[platform] = key;
  }
  return { ...values, signKeys } as unknown as Settings;
}

function readOne(name: string, setting: Setting, found: Found, env: NodeJS.ProcessEnv): unknown {
  const { value, source, folder } = found;
  if (value === undefined || value === null) {
    if (setting.fallback) return setting.fallback(env);
    const file = `"${fileNameOf(name)}" in the config file`;
    throw new SettingsError(`${name} is missing: give ${setting.flags}, ${setting.env[0]}, or ${file}`);
  }
  const parsed = FileValue.pipe(setting.schema).safeParse(value, { reportInput: true });
  if (parsed.success) return setting.isPath ? resolve(folder, String(parsed.data)) : parsed.data;
  const { input, message } = parsed.error.issues[0] as z.core.$ZodIssue;
  const shown = typeof input === "string" && !setting.isSecret ? `${redact(JSON.stringify(input))} ` : "";
  throw new SettingsError(`${source} ${shown}${message}`);
}

function readConfigFile(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new SettingsError(`--config: ${path} cannot be read: ${messageWithCause(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which holds the key.
    throw new SettingsError(`--config: ${path} is not JSON`);
  }
  const parsed = ConfigFile.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SettingsError(`--config: ${path}${parsed.error.issues[0]?.message}`);
}
