/** Order and conditions of the tables that are trees: departments and menus. */
import { type SQL, sql } from "drizzle-orm";
import type { menus } from "./access-schema.ts";
import type { departments } from "./department-schema.ts";

interface Node {
  id: string;
  parentId: string | null;
  position: number;
}

/**
 * Sorts depth first, siblings by position and then by `nameOf`. An item whose parent is not in the list is a root.
 */
export function inTreeOrder<T extends Node>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const known = new Set(items.map(({ id }) => id));
  const children = Map.groupBy(items, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  );
  const below = (parent: string | null): T[] =>
    (children.get(parent) ?? [])
      .toSorted((a, b) => a.position - b.position || (nameOf(a) < nameOf(b) ? -1 : 1))
      .flatMap((item) => [item, ...below(item.id)]);
  return below(null);
}

/** Condition for `assertInBatch`: the row is not its own ancestor. */
export const notInItself = (table: typeof departments | typeof menus, id: string): SQL => sql`not exists (
  with recursive above (id) as (
    select ${table.parentId} from ${table} where ${table.id} = ${id}
    union
    select ${table.parentId} from ${table} join above on ${table.id} = above.id
  ) select 1 from above where id = ${id})`;

/** Selects the ids of the departments that `start` selects, and of all departments below them that are not deleted. */
export const belowDepartment = (start: SQL): SQL => sql`
  with recursive below (id) as (
    ${start}
    union
    select d.id from departments d join below b on d.parent_id = b.id where d.deleted_at is null
  ) select id from below`;

/** The position after the last sibling that is not deleted. */
export const nextPosition = (table: typeof departments | typeof menus, parentId: string | null): SQL =>
  sql`(select ifnull(max(${table.position}) + 1, 0) from ${table}
    where ${table.parentId} is ${parentId} and ${table.deletedAt} is null)`;
