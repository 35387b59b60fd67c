/**
 * The fields that differ; null when none does. Only these are sent: a city that is sent again would still be a change
 * to whoever reads the audit log.
 */
export function changedFields<T extends object>(before: T, after: T): Partial<T> | null {
  const names = (Object.keys(after) as (keyof T)[]).filter((name) => after[name] !== before[name]);
  if (names.length === 0) return null;
  return Object.fromEntries(names.map((name) => [name, after[name]])) as Partial<T>;
}
