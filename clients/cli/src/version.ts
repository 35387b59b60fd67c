import { join } from "node:path";
import { versionOf } from "../../package/version.ts";

export const VERSION = versionOf(join(import.meta.dirname, ".."));
