/**
 * The outbox's entries as blobs on the node's disk (C8), one blob each, in the order in which they were written. An
 * entry that cannot be used is set aside, never deleted.
 */
import { randomUUID } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BlobStore } from "../../../../shared/storage.ts";
import { diskStore } from "../../../storage/disk-store.ts";
import { UNFINISHED } from "../../../storage/write-durably.ts";
import { decodeEntry, type EntryContent, type EntryHeader, encodeEntry } from "./entry.ts";

export interface StoredEntry {
  /** Key of its blob below `outbox/`; names sort in the order of writing. */
  name: string;
  bytes: number;
  header: EntryHeader;
}

/** `damaged`: the checksum does not fit; `rejected`: the API, or a lost entry before it, does not let it through. */
export type SetAsideReason = "damaged" | "rejected";

export interface EntryStore {
  /** Reads what earlier starts left. @returns the good entries in order, and where the damaged ones were moved */
  open(): Promise<{ entries: StoredEntry[]; damaged: string[] }>;
  /** Durable once it resolves. */
  put(content: EntryContent): Promise<StoredEntry>;
  /** @returns null when the entry is gone or damaged */
  read(name: string): Promise<EntryContent | null>;
  remove(name: string): Promise<void>;
  /** @returns the key where the entry is now */
  setAside(name: string, reason: SetAsideReason): Promise<string>;
}

const WAITING = "outbox";
const NAME = /^(\d{12})\.(batch|progress|settle)$/;
const nameOf = (sequence: number, kind: string) => `${String(sequence).padStart(12, "0")}.${kind}`;
const sequenceOf = (name: string) => Number(NAME.exec(name)?.[1] ?? 0);

/** @param root the node's data folder, which one running node owns at a time */
export function entryStore(root: string): EntryStore {
  const blobs = diskStore(root);
  let nextSequence = 1;
  const keyOf = (name: string) => `${WAITING}/${name}`;

  async function read(name: string): Promise<EntryContent | null> {
    const bytes = await blobs.getBytes(keyOf(name)).catch(() => null);
    return bytes && decodeEntry(bytes);
  }

  async function setAside(name: string, reason: SetAsideReason): Promise<string> {
    const key = `${reason}/${name}.${randomUUID().slice(0, 8)}`;
    const bytes = await blobs.getBytes(keyOf(name));
    if (bytes) await blobs.put(key, bytes);
    await blobs.delete([keyOf(name)]);
    return key;
  }

  async function list(): Promise<{ name: string; bytes: number }[]> {
    const found: { name: string; bytes: number }[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await blobs.list(`${WAITING}/`, cursor);
      for (const { key, size } of page.blobs)
        found.push({ name: key.slice(WAITING.length + 1), bytes: size });
      cursor = page.cursor;
    }
    return found.filter(({ name }) => NAME.test(name));
  }

  return {
    async open() {
      await Promise.all(
        [WAITING, "damaged", "rejected"].map((folder) => removeUnfinished(join(root, folder))),
      );
      await importPlainFiles(join(root, WAITING), blobs);
      const entries: StoredEntry[] = [];
      const damaged: string[] = [];
      for (const { name, bytes } of await list()) {
        nextSequence = Math.max(nextSequence, sequenceOf(name) + 1);
        const content = await read(name);
        if (content) entries.push({ name, bytes, header: content.header });
        else damaged.push(await setAside(name, "damaged"));
      }
      return { entries, damaged };
    },
    async put(content) {
      const name = nameOf(nextSequence++, content.header.kind);
      const bytes = encodeEntry(content);
      await blobs.put(keyOf(name), bytes);
      return { name, bytes: bytes.length, header: content.header };
    },
    read,
    remove: (name) => blobs.delete([keyOf(name)]),
    setAside,
  };
}

const namesIn = (folder: string) => readdir(folder).catch(() => [] as string[]);

/** A crash leaves files that were never finished: nothing refers to them. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await namesIn(folder))
    if (name.includes(UNFINISHED)) await rm(join(folder, name), { force: true });
}

/** Nodes up to 0.1.0 wrote each entry as a plain file of the same content: it becomes a blob under its own number. */
async function importPlainFiles(folder: string, blobs: BlobStore): Promise<void> {
  const names = (await namesIn(folder)).sort();
  let last = names.reduce((highest, name) => Math.max(highest, Number.parseInt(name, 10) || 0), 0);
  for (const name of names) {
    const [, , kind] = NAME.exec(name) ?? [];
    if (kind === undefined) continue;
    const bytes = await readFile(join(folder, name));
    const existing = await blobs.getBytes(`${WAITING}/${name}`);
    // An older node that ran on a newer node's folder counted from 1 again.
    const isFree = existing === null || Buffer.compare(existing, bytes) === 0;
    await blobs.put(`${WAITING}/${isFree ? name : nameOf(++last, kind)}`, bytes);
    await rm(join(folder, name));
  }
}
