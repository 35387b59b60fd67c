/** Menus: a flat list that names each one's group. */
import { queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import { trueOrAbsent } from "./keyset.ts";
import { PEOPLE_KEY } from "./people.ts";
import type { BodyOf } from "./types.ts";

const menus = api.menus[":id"];
export type MenuValues = BodyOf<typeof api.menus.$post>;

export const menuList = (deleted = false) =>
  queryOptions({
    queryKey: [PEOPLE_KEY, "menus", deleted],
    queryFn: ({ signal }) =>
      dataOf(
        api.menus.$get({ query: { include_deleted: trueOrAbsent(deleted) } }, { init: { signal } }),
        signal,
      ),
  });
export const createMenu = (json: MenuValues) => dataOf(api.menus.$post({ json }));
export const updateMenu = (id: string, json: Partial<MenuValues>) =>
  dataOf(menus.$patch({ param: { id }, json }));
export const deleteMenu = (id: string) => dataOf(menus.$delete({ param: { id } }));
export const restoreMenu = (id: string) => dataOf(menus.restore.$post({ param: { id } }));
