/** Groups permissions by the noun of their path, and searches them. */

interface PermissionLike {
  id: string;
  method: string;
  path: string;
  scope: string;
  summary: string;
}

export interface PermissionGroup<P> {
  /** First segment of the path below /api/v1. */
  noun: string;
  permissions: P[];
}

const NOUN = /^\/api\/v\d+\/([^/]+)/;
const nounOf = (path: string): string => NOUN.exec(path)?.[1] ?? path;

/** @param search words that must all occur in method, path, scope or summary; letter case is ignored */
export function permissionGroups<P extends PermissionLike>(
  permissions: readonly P[],
  search: string,
): PermissionGroup<P>[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = permissions.filter(({ method, path, scope, summary }) => {
    const text = `${method} ${path} ${scope} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return [...Map.groupBy(found, ({ path }) => nounOf(path))].map(([noun, group]) => ({
    noun,
    permissions: group,
  }));
}

/**
 * The choice after a click in a searched list: ids that the search hides keep their state.
 * @param shown ids in the list
 * @param checked ids that are checked in the list after the click
 */
export function afterCheck(
  chosen: readonly string[],
  shown: readonly string[],
  checked: readonly string[],
): string[] {
  const inList = new Set(shown);
  const isChecked = new Set(checked);
  return [...chosen.filter((id) => !inList.has(id)), ...shown.filter((id) => isChecked.has(id))];
}
