import { expect, test } from "vitest";
import { shownMenus } from "./menu-tree.ts";

const menu = (id: string, parent_id: string | null, path: string | null, position = 0) => ({
  id,
  parent_id,
  path,
  position,
});
const all = [
  menu("access", null, null, 1),
  menu("overview", null, "/", 0),
  menu("roles", "access", "/roles", 1),
  menu("users", "access", "/users", 0),
  menu("empty", null, null, 2),
];
const names = (isReachable: (path: string) => boolean) =>
  shownMenus(all, isReachable).map(({ item, children }) => [
    item.id,
    ...children.map((child) => child.item.id),
  ]);

test("menus stand in their order below their group; a group of nothing is not shown", () => {
  expect(names(() => true)).toEqual([["overview"], ["access", "users", "roles"]]);
});

test("a page that the person may not open is not offered, nor a group of such pages", () => {
  expect(names((path) => path !== "/roles")).toEqual([["overview"], ["access", "users"]]);
  expect(names((path) => path === "/")).toEqual([["overview"]]);
});
