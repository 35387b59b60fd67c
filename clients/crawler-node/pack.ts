/**
 * Packs the node's program as npm does. The dashboard serves the package itself, because its name is not registered at
 * the public registry, where anybody could take it.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);

/** What `npm pack --json` prints about each package. */
const Packed = z.array(z.object({ filename: z.string(), version: z.string() })).length(1);

export interface NodePackage {
  version: string;
  /** A gzipped tar file that depends on no other package. */
  bytes: Uint8Array;
  /** SHA-256 of `bytes`, hexadecimal. */
  sha256: string;
}

/**
 * Bundles and packs the program. The same sources give the same bytes.
 * @throws Error when npm fails
 */
export async function packNode(): Promise<NodePackage> {
  const folder = await mkdtemp(join(tmpdir(), "jobdata-node-package-"));
  try {
    const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], {
      cwd: import.meta.dirname,
      // Windows starts npm by a command file.
      shell: process.platform === "win32",
    });
    // The build's own output comes before npm's.
    const [packed] = Packed.parse(JSON.parse(stdout.slice(stdout.search(/^\[/m))));
    if (!packed) throw new Error("npm pack made no package");
    const bytes = await readFile(join(folder, packed.filename));
    return { version: packed.version, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
