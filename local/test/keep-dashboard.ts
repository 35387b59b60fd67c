/**
 * Keeps a dashboard that was built for a check: `node keep-dashboard.ts FOLDER` puts it where the system tests and
 * `npm start` look for it, so that they need not build it again.
 */
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildDashboard } from "../start/dashboard-build.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("which folder? It is the built dashboard's");
await buildDashboard(ROOT, async () => {
  const dist = join(ROOT, "pages", "dist");
  await rm(dist, { recursive: true, force: true });
  // The manifest was for the check; a deployment has none.
  await cp(folder, dist, { recursive: true, filter: (path) => !path.endsWith("/.vite") });
});
