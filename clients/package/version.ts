import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The bundle defines it; in the repository the version comes from package.json. */
declare const JOBDATA_VERSION: string | undefined;

/** @param folder the program's package, in the repository */
export const versionOf = (folder: string): string =>
  typeof JOBDATA_VERSION === "string"
    ? JOBDATA_VERSION
    : (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
