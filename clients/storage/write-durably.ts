/** Writing a file so that it is there whole or not at all, also after a power cut. */
import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Stands before the random end of a file that is still being written. */
export const UNFINISHED = ".new-";

/** Parts one after the other, written beside `path` and moved there; what was there is replaced. */
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

/** Makes names durable: of files moved into the folder or out of it. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; its file systems keep names in order by themselves.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
