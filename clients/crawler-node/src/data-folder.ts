/** The node's data folder belongs to one running node at a time. */
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

export class FolderTaken extends Error {}

/**
 * @returns gives it back
 * @throws FolderTaken while another node uses it; Error when it cannot be made or written
 */
export async function takeDataFolder(folder: string): Promise<() => Promise<void>> {
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
        throw new FolderTaken(
          `the data folder ${folder} is used by process ${pid}; give each node its own with --data (or remove ${lock})`,
        );
      // Left by a node that was killed.
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
  // After a restart of the machine the number may be another program's.
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  return line === null || line.includes("jobdata-node");
}
