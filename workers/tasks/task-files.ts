/**
 * Files of tasks in R2: those that people upload for an import, and those that a task leaves for its creator. A row of D1
 * is written before its object, in a batch that holds only while the owner stays within the limits: two uploads at once
 * cannot both take the last place.
 */
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Clock } from "../../shared/clock.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { type BlobStore, blobPages } from "../../shared/storage.ts";
import { DAY_MS } from "../../shared/time.ts";
import { assertInBatch, inList, isAfter, isAssertionFailure } from "../db/conditions.ts";
import { type Database, runBatch } from "../db/run-batch.ts";
import { type FileFormat, type TaskFileRow, taskFiles } from "../db/task-file-schema.ts";

/** A file is read whole by the task that imports it. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Files are deleted after this. */
export const FILES_KEPT_DAYS = 30;
/** What one owner may have at a time. */
export const MAX_OWN_FILES = 100;
export const MAX_OWN_BYTES = 200 * 1024 * 1024;

const PREFIX = "task-files/";
const keyOf = (id: string): string => `${PREFIX}${id}`;

export interface TaskFile {
  id: string;
  name: string;
  format: FileFormat;
  bytes: number;
  /** Empty for the system. */
  ownerId: string;
  /** Unix ms. */
  uploadedAt: number;
}

/** What an owner has. */
export interface FileUse {
  files: number;
  bytes: number;
}

export interface FilePosition {
  at: number;
  id: string;
}

export interface TaskFiles {
  /**
   * Stores a file; one that the same task left under its id before is replaced.
   * @throws ApiError conflict when the owner would have more than the limits
   */
  add(file: Pick<TaskFile, "id" | "name" | "format" | "ownerId">, body: Uint8Array | string): Promise<void>;
  /** @returns null for a file that is not there, or that belongs to somebody else */
  find(id: string, ownerId: string | null): Promise<TaskFile | null>;
  read(id: string): Promise<Uint8Array | null>;
  /** Newest first. */
  list(ownerId: string, limit: number, after?: FilePosition): Promise<TaskFileRow[]>;
  use(ownerId: string): Promise<FileUse>;
  /** Deletes one of the owner's. @returns the file; null where there is none */
  remove(id: string, ownerId: string): Promise<Pick<TaskFile, "name" | "format" | "bytes"> | null>;
  /**
   * Deletes files that are older, and rows whose upload ended before its object was stored.
   * @param before Unix ms @param dry counts them only @returns files deleted, or that would be
   */
  deleteBefore(before: number, dry?: boolean): Promise<number>;
}

export interface TaskFileParts {
  db: Database;
  store: BlobStore;
  clock: Pick<Clock, "now">;
  limits?: FileUse;
}

const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

export function createTaskFiles({
  db,
  store,
  clock,
  limits = { files: MAX_OWN_FILES, bytes: MAX_OWN_BYTES },
}: TaskFileParts): TaskFiles {
  async function use(ownerId: string): Promise<FileUse> {
    const [row] = await db
      .select({ files: sql<number>`count(*)`, bytes: sql<number>`coalesce(sum(${taskFiles.bytes}), 0)` })
      .from(taskFiles)
      .where(eq(taskFiles.ownerId, ownerId));
    return row ?? { files: 0, bytes: 0 };
  }

  /** @throws ApiError conflict */
  async function reserve({ id, ownerId, name, format, bytes }: Omit<TaskFile, "uploadedAt">): Promise<void> {
    const createdAt = clock.now();
    try {
      await runBatch(db, [
        db
          .insert(taskFiles)
          .values({ id, ownerId, name, format, bytes, createdAt })
          .onConflictDoUpdate({
            target: taskFiles.id,
            set: { bytes, createdAt },
            setWhere: eq(taskFiles.ownerId, ownerId),
          }),
        assertInBatch(sql`(select count(*) <= ${limits.files} and sum(bytes) <= ${limits.bytes}
          from task_files where owner_id = ${ownerId})`),
      ]);
    } catch (error) {
      if (!isAssertionFailure(error)) throw error;
      const has = await use(ownerId);
      throw new ApiError(
        "conflict",
        `you have ${has.files} files of tasks with ${mebibytes(has.bytes)}; with this one of ${mebibytes(bytes)} it would be more than ${limits.files} files or ${mebibytes(limits.bytes)}; delete one first`,
      );
    }
  }

  const forget = async (ids: readonly string[]): Promise<void> => {
    if (ids.length > 0) await db.delete(taskFiles).where(inList(taskFiles.id, ids)).run();
  };

  async function find(id: string, ownerId: string | null): Promise<TaskFile | null> {
    const blob = (await store.list(keyOf(id))).blobs.find(({ key }) => key === keyOf(id));
    if (!blob) return null;
    const { name = "", format, owner = "" } = blob.metadata;
    // A file may hold what is masked for others: it is its owner's alone, whatever the reach of the caller.
    if (owner !== (ownerId ?? "")) return null;
    return {
      id,
      name: decodeURIComponent(name),
      format: format === "csv" ? "csv" : "jsonl",
      bytes: blob.size,
      ownerId: owner,
      uploadedAt: blob.uploadedAt,
    };
  }

  return {
    async add({ id, name, format, ownerId }, body) {
      const content = typeof body === "string" ? new TextEncoder().encode(body) : body;
      await reserve({ id, name, format, ownerId, bytes: content.length });
      try {
        // R2 keeps metadata as headers, which hold ASCII.
        await store.put(keyOf(id), content, { name: encodeURIComponent(name), format, owner: ownerId });
      } catch (error) {
        // The clean-up finds the row that stays when this fails too.
        await forget([id]).catch(() => {});
        throw error;
      }
    },
    find,
    read: (id) => store.getBytes(keyOf(id)),
    list: (ownerId, limit, after) =>
      db
        .select()
        .from(taskFiles)
        .where(
          and(eq(taskFiles.ownerId, ownerId), after && isAfter(taskFiles.createdAt, taskFiles.id, after)),
        )
        .orderBy(desc(taskFiles.createdAt), desc(taskFiles.id))
        .limit(limit)
        .all(),
    use,
    async remove(id, ownerId) {
      const [row] = await db
        .select()
        .from(taskFiles)
        .where(and(eq(taskFiles.id, id), eq(taskFiles.ownerId, ownerId)));
      const found = row ?? (await find(id, ownerId));
      if (!found) return null;
      // The row counts until its object is gone.
      await store.delete([keyOf(id)]);
      await forget([id]);
      return found;
    },
    async deleteBefore(before, dry = false) {
      // The rows first: an object that is stored meanwhile belongs to a row that is too young to be looked at.
      const reserved = await db
        .select({ id: taskFiles.id })
        .from(taskFiles)
        .where(lt(taskFiles.createdAt, before + (FILES_KEPT_DAYS - 1) * DAY_MS))
        .all();
      const lacking = new Set(reserved.map(({ id }) => id));
      let deleted = 0;
      for await (const blobs of blobPages(store, PREFIX)) {
        for (const { key } of blobs) lacking.delete(key.slice(PREFIX.length));
        const old = blobs.filter(({ uploadedAt }) => uploadedAt < before).map(({ key }) => key);
        if (old.length > 0 && !dry) {
          await store.delete(old);
          await forget(old.map((key) => key.slice(PREFIX.length)));
        }
        deleted += old.length;
      }
      if (!dry) await forget([...lacking]);
      return deleted + lacking.size;
    },
  };
}
