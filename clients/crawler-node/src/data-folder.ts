/** One running node at a time uses a data folder: a lock file holds its process id. */
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** Another running node uses the data folder. */
export class FolderInUse extends Error {}

/**
 * @returns a function that releases the folder
 * @throws FolderInUse while another node uses it; Error when it cannot be created or written
 */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const lock = join(folder, "node.lock");
  for (let attempt = 1; ; attempt++) {
    try {
      const file = await open(lock, "wx");
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const pid = Number(await readFile(lock, "utf8").catch(() => ""));
      if (attempt > 3 || (pid !== process.pid && (await isNode(pid))))
        throw new FolderInUse(
          `the data folder ${folder} is used by process ${pid}; give each node its own with --data (or remove ${lock})`,
        );
      // A node that was killed left it.
      await rm(lock, { force: true });
    }
  }
}

async function isNode(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  // After a restart of the machine another program may have this process id.
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  return line === null || line.includes("jobdata-node");
}
