/** Turns a flat tree into rows of an antd table. Rows without children get no `children`: antd would draw an arrow. */
import { type TreeNode, treeOf } from "./tree.ts";

export type TableRow<T> = T & { children?: TableRow<T>[] };

export function toTableRows<T extends { id: string; parent_id: string | null; position: number }>(
  items: readonly T[],
): TableRow<T>[] {
  const rows = (nodes: TreeNode<T>[]): TableRow<T>[] =>
    nodes.map(({ item, children }) =>
      children.length === 0 ? { ...item } : { ...item, children: rows(children) },
    );
  return rows(treeOf(items));
}
