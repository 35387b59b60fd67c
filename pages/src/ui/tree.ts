/** Trees that the API sends as flat lists, in which each item names its parent. */

export interface TreeNode<T> {
  item: T;
  children: TreeNode<T>[];
}

interface Placed {
  id: string;
  parent_id: string | null;
  position: number;
}

/** Builds the tree, siblings by position. An item whose parent is not in the list comes to the top level. */
export function treeOf<T extends Placed>(items: readonly T[]): TreeNode<T>[] {
  const ids = new Set(items.map(({ id }) => id));
  const byParent = Map.groupBy(items, ({ parent_id }) =>
    parent_id !== null && ids.has(parent_id) ? parent_id : null,
  );
  const below = (parent: string | null): TreeNode<T>[] =>
    (byParent.get(parent) ?? [])
      .toSorted((one, other) => one.position - other.position)
      .map((item) => ({ item, children: below(item.id) }));
  return below(null);
}

/** Ids of the item and of all items below it: none of them can become its parent. */
export function idsWithin(items: readonly Placed[], id: string): Set<string> {
  const found = new Set([id]);
  let before = 0;
  while (found.size > before) {
    before = found.size;
    for (const item of items) if (item.parent_id !== null && found.has(item.parent_id)) found.add(item.id);
  }
  return found;
}
