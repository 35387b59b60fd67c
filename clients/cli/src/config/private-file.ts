/** Files that only their owner may read. */
import { constants } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { CliError, EXIT } from "../exit.ts";
import type { Io } from "../io.ts";

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;
const MAX_BYTES = 65_536;

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";

/** Writes the file whole or not at all: it is never there with half of its text or a wider mode. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, "wx", OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/**
 * @returns the text; null when there is no file
 * @throws CliError when others may read or change the file, or somebody else owns it
 */
export async function readPrivateFile(
  path: string,
  { platform, userId }: Pick<Io, "platform" | "userId">,
): Promise<string | null> {
  // The mode is read from the opened file: the path may lead to another one a moment later.
  const file = await open(path, constants.O_RDONLY).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw new CliError(EXIT.refused, "key_file", `${path} cannot be read: ${(error as Error).message}`);
  });
  if (!file) return null;
  try {
    const { mode, uid, size } = await file.stat();
    // Windows has no such modes; the folder is the user's own.
    if (platform !== "win32") {
      if ((mode & OTHERS) !== 0)
        throw new CliError(
          EXIT.refused,
          "key_file_mode",
          `others may read ${path} (mode ${(mode & 0o777).toString(8)}), so its key is not used: revoke the key if others were there, or run chmod 600 ${path}`,
        );
      if (userId !== null && uid !== userId)
        throw new CliError(
          EXIT.refused,
          "key_file_owner",
          `${path} belongs to another user, so its key is not used`,
        );
    }
    if (size > MAX_BYTES) throw new CliError(EXIT.refused, "key_file", `${path} is no key file`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}
