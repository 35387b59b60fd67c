/** The changes of an audited write, field by field. */

export interface FieldChange {
  /** `a.b`; empty for the whole value. */
  path: string;
  /** Undefined when the field was, or is, absent. */
  before: unknown;
  after: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Lists the fields that differ, in the order of `after`, then the removed ones. Lists are compared as a whole, because
 * their items have no names. A record that is null counts as absent.
 */
export function changesOf(before: unknown, after: unknown, path = ""): FieldChange[] {
  const [old, now] = path === "" ? [before ?? undefined, after ?? undefined] : [before, after];
  if (same(old, now)) return [];
  const fields = [old, now].filter((value) => value !== undefined);
  if (!fields.every(isRecord)) return [{ path, before: old, after: now }];
  const [was, is] = [isRecord(old) ? old : {}, isRecord(now) ? now : {}];
  const names = new Set([...Object.keys(is), ...Object.keys(was)]);
  return [...names].flatMap((name) => changesOf(was[name], is[name], path === "" ? name : `${path}.${name}`));
}

/** The items that were added to and removed from a list; null when one of the two values is no list. */
export function itemsChanged(
  before: unknown,
  after: unknown,
): { added: unknown[]; removed: unknown[] } | null {
  if (!Array.isArray(before) || !Array.isArray(after)) return null;
  const [had, has] = [before, after].map((list) => new Set(list.map((item) => JSON.stringify(item))));
  return {
    added: after.filter((item) => !had?.has(JSON.stringify(item))),
    removed: before.filter((item) => !has?.has(JSON.stringify(item))),
  };
}
