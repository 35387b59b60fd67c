/** The files of the outbox, in the order in which they were put down. What cannot be used is set aside, never deleted. */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder, UNFINISHED, writeDurably } from "../../../storage/write-durably.ts";
import { decodeEntry, type EntryContent, type EntryHeader, encodeEntry } from "./entry-file.ts";

export interface StoredEntry {
  name: string;
  bytes: number;
  header: EntryHeader;
}

/** `damaged`: its checksum does not fit; `rejected`: the API, or what came before it, does not let it through. */
export type Aside = "damaged" | "rejected";

export interface EntryFolder {
  /** The good entries in order, and the names of the damaged ones, which are set aside by this. */
  open(): Promise<{ entries: StoredEntry[]; damaged: string[] }>;
  put(content: EntryContent): Promise<StoredEntry>;
  /** Null when it is gone or damaged. */
  read(name: string): Promise<EntryContent | null>;
  remove(name: string): Promise<void>;
  /** @returns where it is now */
  setAside(name: string, why: Aside): Promise<string>;
}

const NAME = /^(\d{12})\.(batch|progress|settle)$/;

/** @param root made when it is not there */
export function entryFolder(root: string): EntryFolder {
  const waiting = join(root, "outbox");
  let next = 1;

  async function setAside(name: string, why: Aside): Promise<string> {
    const folder = join(root, why);
    await mkdir(folder, { recursive: true });
    const target = join(folder, `${name}.${randomUUID().slice(0, 8)}`);
    await rename(join(waiting, name), target);
    await syncFolder(waiting);
    return target;
  }

  async function read(name: string): Promise<EntryContent | null> {
    const bytes = await readFile(join(waiting, name)).catch(() => null);
    return bytes && decodeEntry(bytes);
  }

  return {
    async open() {
      await mkdir(waiting, { recursive: true });
      const entries: StoredEntry[] = [];
      const damaged: string[] = [];
      for (const name of (await readdir(waiting)).sort()) {
        if (name.includes(UNFINISHED)) {
          await rm(join(waiting, name), { force: true });
          continue;
        }
        const [, number] = NAME.exec(name) ?? [];
        if (number === undefined) continue;
        next = Math.max(next, Number(number) + 1);
        const content = await read(name);
        if (content) {
          const { size } = await stat(join(waiting, name));
          entries.push({ name, bytes: size, header: content.header });
        } else damaged.push(await setAside(name, "damaged"));
      }
      return { entries, damaged };
    },
    async put(content) {
      const name = `${String(next++).padStart(12, "0")}.${content.header.kind}`;
      const parts = encodeEntry(content);
      await writeDurably(join(waiting, name), parts);
      return { name, bytes: parts.reduce((sum, { length }) => sum + length, 0), header: content.header };
    },
    read,
    remove: (name) => rm(join(waiting, name), { force: true }),
    setAside,
  };
}
