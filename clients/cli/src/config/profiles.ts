/**
 * Profiles: servers that the user signed in to. `config.json` holds their addresses and which one is used, `keys/<name>`
 * the key of each.
 */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { usageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { configFolder } from "./folder.ts";
import { readPrivateFile, writePrivateFile } from "./private-file.ts";

const NAME = /^[a-z0-9][a-z0-9._-]{0,31}$/;

const ConfigFile = z.object({
  current: z.string().nullable(),
  profiles: z.record(z.string().regex(NAME), z.object({ url: z.string() })),
});
type ConfigFile = z.infer<typeof ConfigFile>;

export interface Profile {
  name: string;
  url: string;
  current: boolean;
}

/** @throws CliError */
export function checkProfileName(name: string): string {
  if (NAME.test(name)) return name;
  throw usageError("--profile is not 1 to 32 of a-z, 0-9 and . _ - beginning with a letter or digit");
}

/** What a key may hold: it is sent in a header. */
const KEY = /^[\x21-\x7e]{8,500}$/;

/** @param source names where the key was given @throws CliError, which does not repeat it */
export function checkKey(text: string, source: string): string {
  const key = text.trim();
  if (KEY.test(key)) return key;
  throw usageError(`${source} is not a key: 8 to 500 letters, digits and signs without spaces`);
}

export type Profiles = ReturnType<typeof profilesOf>;

/** @throws CliError when the system gives no folder for it */
export function profilesOf(io: Pick<Io, "env" | "platform" | "userId">) {
  const folder = configFolder(io);
  const configPath = join(folder, "config.json");
  const keyPath = (name: string) => join(folder, "keys", checkProfileName(name));

  async function read(): Promise<ConfigFile> {
    const text = await readFile(configPath, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw usageError(`${configPath} cannot be read: ${error.message}`);
    });
    if (text === null) return { current: null, profiles: {} };
    try {
      return ConfigFile.parse(JSON.parse(text));
    } catch {
      throw usageError(`${configPath} is damaged: delete it and sign in again with jobdata login`);
    }
  }
  const write = (file: ConfigFile) => writePrivateFile(configPath, `${JSON.stringify(file, null, 2)}\n`);
  const profileIn = (file: ConfigFile, name: string): Profile | null => {
    const found = Object.hasOwn(file.profiles, name) ? file.profiles[name] : undefined;
    return found ? { name, url: found.url, current: file.current === name } : null;
  };

  return {
    folder,
    configPath,
    keyPath,
    /** @param name the current one when left out @returns null when there is none */
    async find(name?: string): Promise<Profile | null> {
      const file = await read();
      const wanted = name ?? file.current;
      return wanted === null ? null : profileIn(file, wanted);
    },
    async list(): Promise<Profile[]> {
      const file = await read();
      return Object.keys(file.profiles)
        .sort()
        .flatMap((name) => profileIn(file, name) ?? []);
    },
    /** Saves a profile with its key, and makes it the current one. */
    async save(name: string, url: string, key: string): Promise<void> {
      const file = await read();
      await writePrivateFile(keyPath(name), `${key}\n`);
      await write({ current: name, profiles: { ...file.profiles, [name]: { url } } });
    },
    /** @returns false when there is no such profile */
    async use(name: string): Promise<boolean> {
      const file = await read();
      if (!profileIn(file, name)) return false;
      await write({ ...file, current: name });
      return true;
    },
    /** Deletes a profile and its key. @returns false when there is no such profile */
    async remove(name: string): Promise<boolean> {
      const file = await read();
      await rm(keyPath(name), { force: true });
      if (!profileIn(file, name)) return false;
      const { [name]: _, ...profiles } = file.profiles;
      await write({ current: file.current === name ? null : file.current, profiles });
      return true;
    },
    /** @returns null when it has none @throws CliError when others may read the file */
    async key(name: string): Promise<string | null> {
      const text = await readPrivateFile(keyPath(name), io);
      return text === null ? null : checkKey(text, keyPath(name));
    },
  };
}
