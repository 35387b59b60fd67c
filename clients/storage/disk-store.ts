/**
 * BlobStore on a node's disk (C8); the node's outbox keeps its entries here. A blob is one file: a line of JSON with
 * the metadata, then the body, so that one rename makes both visible at once. A file name is the escaped key plus
 * `%blob`. No escaped key ends in `%blob`, so the keys `a` and `a/b` can exist side by side.
 */
import { mkdir, open, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BlobInfo, BlobStore } from "../../shared/storage.ts";
import { keySegments } from "../../shared/storage-key.ts";
import { writeDurably } from "./write-durably.ts";

const SUFFIX = "%blob";
const LIST_PAGE = 1000;
const NEWLINE = 0x0a;

const isMissing = (error: unknown) =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");

/** Compares by the bytes of UTF-8, the order in which R2 lists. */
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * @param root folder of the store; the first `put` creates it
 * @throws BlobKeyError from `put` on a key that would leave the folder or that no store can hold
 */
export function diskStore(root: string): BlobStore {
  const pathOf = (key: string) => join(root, ...keySegments(key)) + SUFFIX;

  async function read(key: string): Promise<Buffer | null> {
    try {
      const file = await readFile(pathOf(key));
      return file.subarray(file.indexOf(NEWLINE) + 1);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async function keysBelow(folder: string, prefix: string): Promise<string[]> {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const nested = entries.map(async (entry) => {
      if (entry.isDirectory()) {
        return keysBelow(join(folder, entry.name), `${prefix}${decodeURIComponent(entry.name)}/`);
      }
      if (!entry.name.endsWith(SUFFIX)) return [];
      return [prefix + decodeURIComponent(entry.name.slice(0, -SUFFIX.length))];
    });
    return (await Promise.all(nested)).flat();
  }

  return {
    async put(key, body, metadata = {}) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      await writeDurably(path, [`${JSON.stringify(metadata)}\n`, body]);
    },
    async getText(key) {
      return (await read(key))?.toString("utf8") ?? null;
    },
    async getBytes(key) {
      const body = await read(key);
      return body ? new Uint8Array(body) : null;
    },
    async list(prefix, cursor) {
      const after = cursor === undefined ? () => true : (key: string) => byBytes(key, cursor) > 0;
      const keys = (await keysBelow(root, ""))
        .filter((key) => key.startsWith(prefix) && after(key))
        .sort(byBytes);
      const page = keys.slice(0, LIST_PAGE);
      const blobs = await Promise.all(page.map((key) => describe(key, pathOf(key))));
      return {
        blobs: blobs.filter((blob) => blob !== null),
        cursor: keys.length > page.length ? (page.at(-1) ?? null) : null,
      };
    },
    async delete(keys) {
      await Promise.all(keys.map((key) => rm(pathOf(key), { force: true })));
    },
  };
}

/** @returns null when the blob was deleted after its name was listed */
async function describe(key: string, path: string): Promise<BlobInfo | null> {
  try {
    const file = await open(path);
    try {
      const { size, mtimeMs } = await file.stat();
      let head = Buffer.alloc(0);
      while (!head.includes(NEWLINE) && head.length < size) {
        const chunk = Buffer.alloc(1024);
        const { bytesRead } = await file.read(chunk, 0, chunk.length, head.length);
        head = Buffer.concat([head, chunk.subarray(0, bytesRead)]);
      }
      const end = head.indexOf(NEWLINE);
      const metadata = JSON.parse(head.subarray(0, end).toString("utf8")) as Record<string, string>;
      return { key, size: size - end - 1, uploadedAt: Math.trunc(mtimeMs), metadata };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
