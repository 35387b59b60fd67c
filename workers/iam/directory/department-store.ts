/** Departments in D1: a tree, with the number of users of each. */
import { eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldConflict, fieldError } from "../../../shared/errors/validation.ts";
import { users } from "../../db/auth-schema.ts";
import { assertInBatch } from "../../db/conditions.ts";
import { departments } from "../../db/department-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import { inTreeOrder, nextPosition, notInItself } from "../../db/tree.ts";
import { type Queries, writeBatch } from "../../db/write-batch.ts";

export type DepartmentRecord = typeof departments.$inferSelect & {
  /** Users of this department itself, deleted ones excluded. */
  users: number;
};

export interface DepartmentChange {
  parentId?: string | null;
  name?: string;
  position?: number;
}

export interface DepartmentStore {
  /** The whole tree, in its order. */
  list(includeDeleted: boolean): Promise<DepartmentRecord[]>;
  find(id: string): Promise<DepartmentRecord | null>;
  /** @throws ApiError not_found */
  get(id: string): Promise<DepartmentRecord>;
  /**
   * @param department without a position it is put after the last sibling
   * @returns the new id
   * @throws ApiError conflict when a sibling has the name
   */
  create(department: { parentId: string | null; name: string; position?: number }): Promise<string>;
  /** @throws ApiError conflict when a sibling has the name; validation_failed for a place below itself */
  update(id: string, change: DepartmentChange): Promise<void>;
  /** @throws ApiError conflict naming the departments below it, or the users in it, that are not deleted */
  delete(id: string): Promise<void>;
  /** @throws ApiError conflict when a sibling has taken the name */
  restore(id: string): Promise<void>;
}

/** Names listed in a refusal. */
const MAX_NAMED = 5;

/** @param now Unix ms */
export function createDepartmentStore(db: Database, now: () => number): DepartmentStore {
  const select = () =>
    db
      .select({
        ...getTableColumns(departments),
        // Plain names, because drizzle leaves the table's name out in a query of one table.
        users: sql<number>`(select count(*) from users u where u.department_id = departments.id and u.deleted_at is null)`,
      })
      .from(departments);

  const write = (queries: Queries, asserted?: () => ApiError): Promise<void> =>
    writeBatch(db, queries, {
      asserted,
      taken: () => fieldConflict("name", "is taken by another department at that place"),
    });

  async function find(id: string): Promise<DepartmentRecord | null> {
    const [row] = await select().where(eq(departments.id, id));
    return row ?? null;
  }

  return {
    async list(includeDeleted) {
      const rows = await select().where(includeDeleted ? undefined : isNull(departments.deletedAt));
      return inTreeOrder(rows, ({ name }) => name);
    },
    find,
    async get(id) {
      const department = await find(id);
      if (!department) throw new ApiError("not_found", `no department ${id}`);
      return department;
    },
    async create({ parentId, name, position }) {
      const id = crypto.randomUUID();
      const [at, place] = [now(), position ?? nextPosition(departments, parentId)];
      await write([
        sql`insert into departments (id, parent_id, name, position, created_at, updated_at)
          values (${id}, ${parentId}, ${name}, ${place}, ${at}, ${at})`,
      ]);
      return id;
    },
    update: (id, change) =>
      write(
        [
          db
            .update(departments)
            .set({ ...change, updatedAt: now() })
            .where(eq(departments.id, id)),
          assertInBatch(notInItself(departments, id)),
        ],
        () => fieldError("parent_id", "is the department itself or one below it"),
      ),
    async delete(id) {
      const [below, inside] = await db.batch([
        db
          .select({ name: departments.name })
          .from(departments)
          .where(sql`${departments.parentId} = ${id} and ${departments.deletedAt} is null`)
          .limit(MAX_NAMED),
        db
          .select({ name: users.username })
          .from(users)
          .where(sql`${users.departmentId} = ${id} and ${users.deletedAt} is null`)
          .limit(MAX_NAMED),
      ]);
      const refuse = () => {
        const parts = [
          below.length > 0 && `departments (${below.map(({ name }) => name).join(", ")})`,
          inside.length > 0 && `users (${inside.map(({ name }) => name).join(", ")})`,
        ].filter(Boolean);
        return new ApiError(
          "conflict",
          `the department still has ${parts.join(" and ") || "something"} in it`,
        );
      };
      if (below.length + inside.length > 0) throw refuse();
      const at = now();
      await write(
        [
          db.update(departments).set({ deletedAt: at, updatedAt: at }).where(eq(departments.id, id)),
          assertInBatch(
            sql`not exists (select 1 from departments where parent_id = ${id} and deleted_at is null)
              and not exists (select 1 from users where department_id = ${id} and deleted_at is null)`,
          ),
        ],
        refuse,
      );
    },
    restore: (id) =>
      write([
        db.update(departments).set({ deletedAt: null, updatedAt: now() }).where(eq(departments.id, id)),
      ]),
  };
}
