/**
 * Serves the crawler node's program from the dashboard: `downloads/jobdata-node.tgz`, its SHA-256 beside it in the form
 * of `sha256sum`, and the same for the nodes page as the module `virtual:node-package`.
 */
import type { Plugin } from "vite";
import { type NodePackage, packNode } from "../clients/crawler-node/pack.ts";

const MODULE = "virtual:node-package";
/** By Rollup's convention other plugins leave a name with this prefix alone. */
const RESOLVED = `\0${MODULE}`;
const FILE = "jobdata-node.tgz";

export function nodePackage(): Plugin {
  let packed: Promise<NodePackage> | null = null;
  const pack = () => {
    packed ??= packNode();
    return packed;
  };
  return {
    name: "jobdata-node-package",
    resolveId: (id) => (id === MODULE ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined;
      const { sha256 } = await pack();
      return `export const sha256 = ${JSON.stringify(sha256)};`;
    },
    async generateBundle() {
      const { bytes, sha256 } = await pack();
      this.emitFile({ type: "asset", fileName: `downloads/${FILE}`, source: bytes });
      this.emitFile({
        type: "asset",
        fileName: `downloads/${FILE}.sha256`,
        source: `${sha256}  ${FILE}\n`,
      });
    },
  };
}
