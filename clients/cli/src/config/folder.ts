/** The folder of the user's configuration, by the rules of the system. */
import { isAbsolute, join } from "node:path";
import { usageError } from "../exit.ts";
import type { Io } from "../io.ts";

/** @returns `$XDG_CONFIG_HOME/jobdata`, `~/.config/jobdata`, or `%APPDATA%\jobdata` on Windows */
export function configFolder({ env, platform }: Pick<Io, "env" | "platform">): string {
  if (platform === "win32") {
    if (env.APPDATA) return join(env.APPDATA, "jobdata");
    throw usageError("APPDATA is not set, so there is no place for the configuration");
  }
  // The XDG specification says that a relative path is ignored.
  if (env.XDG_CONFIG_HOME && isAbsolute(env.XDG_CONFIG_HOME)) return join(env.XDG_CONFIG_HOME, "jobdata");
  if (env.HOME) return join(env.HOME, ".config", "jobdata");
  throw usageError("HOME is not set, so there is no place for the configuration");
}
