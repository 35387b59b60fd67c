/** @returns a copy, as a call by value makes it; lists and plain records are most of what calls carry */
export function byValue<T>(value: T): T {
  if (typeof value !== "object" || value === null) {
    if (typeof value === "function" || typeof value === "symbol") return structuredClone(value);
    return value;
  }
  if (Array.isArray(value)) return value.map(byValue) as T;
  if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) copy[name] = byValue(member);
  return copy as T;
}
