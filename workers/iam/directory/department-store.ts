/** Departments in D1: a tree, with how many users each has. */
import { eq, getTableColumns, isNull, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { ApiError } from "../../../shared/errors/codes.ts";
import { users } from "../../db/auth-schema.ts";
import { mustHold } from "../../db/conditions.ts";
import { departments } from "../../db/department-schema.ts";
import type { Database } from "../../db/one-batch.ts";
import { inTreeOrder, nextPosition, notInItself } from "../../db/tree.ts";
import { type Queries, writeBatch } from "../../db/write-batch.ts";
import { fieldConflict, fieldError } from "../problem.ts";

export type DepartmentRow = typeof departments.$inferSelect & {
  /** Living ones, of this department itself. */
  users: number;
};

const select = (db: DrizzleD1Database) =>
  db
    .select({
      ...getTableColumns(departments),
      // Plain names: in the columns of a query of one table drizzle leaves the table's name out.
      users: sql<number>`(select count(*) from users u where u.department_id = departments.id and u.deleted_at is null)`,
    })
    .from(departments);

/** The whole tree, in its order. */
export async function listDepartmentRows(
  db: DrizzleD1Database,
  includeDeleted: boolean,
): Promise<DepartmentRow[]> {
  const rows = await select(db).where(includeDeleted ? undefined : isNull(departments.deletedAt));
  return inTreeOrder(rows, ({ name }) => name);
}

export async function findDepartment(db: DrizzleD1Database, id: string): Promise<DepartmentRow | null> {
  const [row] = await select(db).where(eq(departments.id, id));
  return row ?? null;
}

const write = (db: Database, queries: Queries, broken?: () => ApiError): Promise<void> =>
  writeBatch(db, queries, {
    broken,
    taken: () => fieldConflict("name", "is taken by another department at that place"),
  });

export interface DepartmentChange {
  parentId?: string | null;
  name?: string;
  position?: number;
}

/** @returns the new id @throws ApiError conflict when a sibling has the name */
export async function insertDepartment(
  db: Database,
  { parentId, name, position }: { parentId: string | null; name: string; position?: number },
  now: number,
): Promise<string> {
  const id = crypto.randomUUID();
  const at = position ?? nextPosition(departments, parentId);
  await write(db, [
    sql`insert into departments (id, parent_id, name, position, created_at, updated_at)
      values (${id}, ${parentId}, ${name}, ${at}, ${now}, ${now})`,
  ]);
  return id;
}

/** @throws ApiError conflict when a sibling has the name; validation_failed for a place below itself */
export const updateDepartmentRow = (
  db: Database,
  id: string,
  change: DepartmentChange,
  now: number,
): Promise<void> =>
  write(
    db,
    [
      db
        .update(departments)
        .set({ ...change, updatedAt: now })
        .where(eq(departments.id, id)),
      mustHold(notInItself(departments, id)),
    ],
    () => fieldError("parent_id", "is the department itself or one below it"),
  );

/** @throws ApiError conflict naming the living departments below it, or the users in it */
export async function deleteDepartmentRow(db: Database, id: string, now: number): Promise<void> {
  const named = 5;
  const [below, inside] = await db.batch([
    db
      .select({ name: departments.name })
      .from(departments)
      .where(sql`${departments.parentId} = ${id} and ${departments.deletedAt} is null`)
      .limit(named),
    db
      .select({ name: users.username })
      .from(users)
      .where(sql`${users.departmentId} = ${id} and ${users.deletedAt} is null`)
      .limit(named),
  ]);
  const refuse = () => {
    const parts = [
      below.length > 0 && `departments (${below.map(({ name }) => name).join(", ")})`,
      inside.length > 0 && `users (${inside.map(({ name }) => name).join(", ")})`,
    ].filter(Boolean);
    return new ApiError("conflict", `the department still has ${parts.join(" and ") || "something"} in it`);
  };
  if (below.length + inside.length > 0) throw refuse();
  await write(
    db,
    [
      db.update(departments).set({ deletedAt: now, updatedAt: now }).where(eq(departments.id, id)),
      mustHold(
        sql`not exists (select 1 from departments where parent_id = ${id} and deleted_at is null)
          and not exists (select 1 from users where department_id = ${id} and deleted_at is null)`,
      ),
    ],
    refuse,
  );
}

/** @throws ApiError conflict when a sibling took the name meanwhile */
export const restoreDepartmentRow = (db: Database, id: string, now: number): Promise<void> =>
  write(db, [db.update(departments).set({ deletedAt: null, updatedAt: now }).where(eq(departments.id, id))]);
