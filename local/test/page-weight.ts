/** Tells from Vite's manifest what a browser loads of the dashboard before it shows something. */

/** An entry of `.vite/manifest.json` (vite.dev/guide/backend-integration). */
export interface ManifestChunk {
  file: string;
  /** Keys of chunks that are loaded with it. */
  imports?: string[];
  css?: string[];
}
export type Manifest = Record<string, ManifestChunk>;

/**
 * The files that the given sources load, each once: their own, and those of everything they import at once. What they
 * import on demand is left out.
 * @throws Error for a source that the manifest does not have
 */
export function filesOf(manifest: Manifest, sources: readonly string[]): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const waiting = [...sources];
  for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
    if (seen.has(source)) continue;
    seen.add(source);
    const chunk = manifest[source];
    if (!chunk) throw new Error(`the build has no ${source}`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    waiting.push(...(chunk.imports ?? []));
  }
  return files;
}
