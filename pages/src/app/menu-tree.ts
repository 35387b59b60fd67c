/** Turns the flat menus of the API into the tree of the side menu. */
import { type TreeNode, treeOf } from "../ui/tree.ts";

interface MenuLike {
  id: string;
  parent_id: string | null;
  position: number;
  path: string | null;
}

/**
 * Leaves out the pages that are not reachable, and groups without pages.
 * @param isReachable does the person have the permission for the page at this path?
 */
export function shownMenus<M extends MenuLike>(
  menus: readonly M[],
  isReachable: (path: string) => boolean,
): TreeNode<M>[] {
  const prune = (nodes: TreeNode<M>[]): TreeNode<M>[] =>
    nodes.flatMap(({ item, children }) => {
      const kept = prune(children);
      const hasPage = item.path !== null && isReachable(item.path);
      return hasPage || kept.length > 0 ? [{ item, children: kept }] : [];
    });
  return prune(treeOf(menus));
}
