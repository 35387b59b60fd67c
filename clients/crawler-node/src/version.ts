import { arch, platform, release } from "node:os";
import { join } from "node:path";
import { versionOf } from "../../package/version.ts";

export const VERSION = versionOf(join(import.meta.dirname, ".."));

/** System, release and processor; at most 100 characters, the contract's limit. */
export const describeSystem = () => `${platform()} ${release()} ${arch()}`.slice(0, 100);
