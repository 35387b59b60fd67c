import * as fc from "fast-check";
import { expect, test } from "vitest";
import { idsWithin, type TreeNode, treeOf } from "./tree.ts";

/** Each item's parent, if any, comes before it: no cycles, like the API's. */
const trees = fc.array(fc.record({ parent: fc.nat(), position: fc.nat(5) }), { maxLength: 20 }).map((rows) =>
  rows.map(({ parent, position }, index) => ({
    id: `n${index}`,
    parent_id: index > 0 && parent % 3 > 0 ? `n${parent % index}` : null,
    position,
  })),
);

test("every item stands in the tree once, below its parent, siblings in order", () => {
  fc.assert(
    fc.property(trees, (items) => {
      const seen: string[] = [];
      const walk = (nodes: TreeNode<(typeof items)[number]>[], parent: string | null) => {
        const positions = nodes.map(({ item }) => item.position);
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
        for (const { item, children } of nodes) {
          expect(item.parent_id).toBe(parent);
          seen.push(item.id);
          walk(children, item.id);
        }
      };
      walk(treeOf(items), null);
      expect(seen.toSorted()).toEqual(items.map(({ id }) => id).toSorted());
    }),
  );
});

test("an item whose parent is not there stands at the top", () => {
  expect(treeOf([{ id: "a", parent_id: "gone", position: 0 }])).toHaveLength(1);
});

test("what is within an item is it and all below it", () => {
  const items = [
    { id: "a", parent_id: null, position: 0 },
    { id: "d", parent_id: "c", position: 0 },
    { id: "c", parent_id: "a", position: 0 },
    { id: "b", parent_id: null, position: 1 },
  ];
  expect([...idsWithin(items, "a")].toSorted()).toEqual(["a", "c", "d"]);
});
