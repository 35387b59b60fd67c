/** Writes files so that each is on the disk whole or not at all, also after a power cut. */
import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Separates a file's name from the random suffix that it has while it is being written. */
export const UNFINISHED = ".new-";

/** Writes the parts one after the other to a file beside `path` and renames it; an existing file is replaced. */
export async function writeDurably(path: string, parts: (string | Uint8Array)[]): Promise<void> {
  const temporary = `${path}${UNFINISHED}${randomUUID()}`;
  try {
    const file = await open(temporary, "wx");
    try {
      for (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes renames into and out of the folder durable. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; its file systems journal names themselves.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
