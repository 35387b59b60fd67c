/** A filter of an export in words. */

/** @returns `city: 上海, 北京 · text: Java`; empty when everything is wanted */
export const filterText = (filter: Readonly<Record<string, unknown>>): string =>
  Object.entries(filter)
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name}: ${[value].flat().join(", ")}`)
    .join(" · ");
