/** The sealed secrets of a table in D1, for a change of the vault's key; those of deleted rows too, which may be restored. */
import { sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/run-batch.ts";
import type { SealedStore } from "./rotate.ts";

/** @param table keeps what the vault sealed in its column `secret` */
export const sealedSecrets = (
  db: Database,
  table: SQLiteTable & { id: SQLiteColumn; secret: SQLiteColumn },
): SealedStore => ({
  notSealedWith: (keyId, limit, afterSeq) =>
    db.all(sql`select rowid as seq, id, secret as sealed from ${table}
      where rowid > ${afterSeq} and instr(secret, ${`v1.${keyId}.`}) <> 1 order by rowid limit ${limit}`),
  async reseal(items) {
    let moved = 0;
    for (const { id, from, to } of items) {
      const { meta } = await db.run(
        sql`update ${table} set secret = ${to} where id = ${id} and secret = ${from}`,
      );
      moved += meta.changes;
    }
    return moved;
  },
});
