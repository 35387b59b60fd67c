/**
 * How deep JSON from outside may be nested. A sender can nest 100,000 levels in 200 KB, on which anything that walks
 * by recursion (`JSON.stringify` too) overflows the stack. The rows of the sites have about ten levels.
 */

/** Levels of objects and lists: `{}` has one, `{"a":[]}` two. */
export const MAX_NESTING = 64;

const TOO_DEEP = "[nested too deeply]";

const isInner = (value: unknown): value is object => typeof value === "object" && value !== null;

/** @returns true when the value has more than `max` levels of objects and lists; it looks no deeper than that */
export function isNestedDeeper(value: unknown, max = MAX_NESTING): boolean {
  if (!isInner(value)) return false;
  if (max === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (isInner(item) && isNestedDeeper(item, max - 1)) return true;
    return false;
  }
  for (const name of Object.keys(value)) {
    const field = (value as Record<string, unknown>)[name];
    if (isInner(field) && isNestedDeeper(field, max - 1)) return true;
  }
  return false;
}

/** @returns the value itself, or a copy in which what is nested deeper than {@link MAX_NESTING} is replaced by a text */
export function cutNesting(value: unknown): unknown {
  return isNestedDeeper(value) ? cut(value, MAX_NESTING) : value;
}

function cut(value: unknown, levels: number): unknown {
  if (!isInner(value)) return value;
  if (levels === 0) return TOO_DEEP;
  if (Array.isArray(value)) return value.map((item) => cut(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, cut(field, levels - 1)]));
}
