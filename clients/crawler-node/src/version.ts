import { readFileSync } from "node:fs";
import { arch, platform, release } from "node:os";

/** The bundle defines it; in the repository the version comes from package.json. */
declare const JOBDATA_NODE_VERSION: string | undefined;

export const VERSION: string =
  typeof JOBDATA_NODE_VERSION === "string"
    ? JOBDATA_NODE_VERSION
    : (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string })
        .version;

/** System, release and processor; at most 100 characters, the contract's limit. */
export const describeSystem = () => `${platform()} ${release()} ${arch()}`.slice(0, 100);
