/** Users, roles, departments and menus: the calls, and the lists that change with them. */
import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { meQuery } from "./account.ts";
import { api, type DataOf, dataOf } from "./client.ts";

type BodyOf<Call> = Call extends (args: infer Args, ...rest: never[]) => unknown
  ? Args extends { json: infer Json }
    ? Json
    : never
  : never;
type ItemOf<Call extends (...args: never[]) => Promise<unknown>> =
  DataOf<Awaited<ReturnType<Call>>> extends { items: (infer Item)[] } ? Item : never;

const users = api.users[":id"];
const roles = api.roles[":id"];
const departments = api.departments[":id"];
const menus = api.menus[":id"];

export type User = ItemOf<typeof api.users.$get>;
export type NewUser = BodyOf<typeof api.users.$post>;
export type UserChange = BodyOf<typeof users.$patch>;
export type Role = ItemOf<typeof api.roles.$get>;
export type RoleValues = BodyOf<typeof api.roles.$post>;
export type Department = ItemOf<typeof api.departments.$get>;
export type DepartmentValues = BodyOf<typeof api.departments.$post>;
export type Menu = ItemOf<typeof api.menus.$get>;
export type MenuValues = BodyOf<typeof api.menus.$post>;
export type Permission = ItemOf<typeof api.permissions.$get>;

const PAGE_ROWS = "50";
/** Names hang together: a renamed role shows in the list of users, and in what one may oneself. */
const ROOT = "people";

export const refreshPeople = (client: QueryClient) =>
  Promise.all([
    client.invalidateQueries({ queryKey: [ROOT] }),
    client.invalidateQueries({ queryKey: meQuery.queryKey }),
  ]);

export interface UserFilter {
  /** Part of user name, name or e-mail address. */
  search?: string;
  /** Of this department or one below it. */
  department?: string;
  role?: string;
  deleted?: boolean;
}

export const userList = ({ search, department, role, deleted }: UserFilter) =>
  infiniteQueryOptions({
    queryKey: [ROOT, "users", search, department, role, deleted ?? false],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        search,
        department_id: department,
        role,
        include_deleted: deleted ? ("true" as const) : undefined,
        limit: PAGE_ROWS,
        cursor: pageParam,
      };
      return dataOf(api.users.$get({ query }, { init: { signal } }), signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const createUser = (json: NewUser) => dataOf(api.users.$post({ json }));
export const updateUser = (id: string, json: UserChange) => dataOf(users.$patch({ param: { id }, json }));
export const deleteUser = (id: string) => dataOf(users.$delete({ param: { id } }));
export const restoreUser = (id: string) => dataOf(users.restore.$post({ param: { id } }));
/** A new first password; their sessions end. */
export const setUserPassword = (id: string, reset_two_factor: boolean) =>
  dataOf(users.password.$post({ param: { id }, json: { reset_two_factor } }));

const flag = (deleted: boolean) => (deleted ? ("true" as const) : undefined);

export const roleList = (deleted = false) =>
  queryOptions({
    queryKey: [ROOT, "roles", deleted],
    queryFn: ({ signal }) =>
      dataOf(api.roles.$get({ query: { include_deleted: flag(deleted) } }, { init: { signal } }), signal),
  });
export const createRole = (json: RoleValues) => dataOf(api.roles.$post({ json }));
export const updateRole = (id: string, json: Partial<RoleValues>) =>
  dataOf(roles.$patch({ param: { id }, json }));
export const deleteRole = (id: string) => dataOf(roles.$delete({ param: { id } }));
export const restoreRole = (id: string) => dataOf(roles.restore.$post({ param: { id } }));

export const departmentList = (deleted = false) =>
  queryOptions({
    queryKey: [ROOT, "departments", deleted],
    queryFn: ({ signal }) =>
      dataOf(
        api.departments.$get({ query: { include_deleted: flag(deleted) } }, { init: { signal } }),
        signal,
      ),
  });
export const createDepartment = (json: DepartmentValues) => dataOf(api.departments.$post({ json }));
export const updateDepartment = (id: string, json: Partial<DepartmentValues>) =>
  dataOf(departments.$patch({ param: { id }, json }));
export const deleteDepartment = (id: string) => dataOf(departments.$delete({ param: { id } }));
export const restoreDepartment = (id: string) => dataOf(departments.restore.$post({ param: { id } }));

export const menuList = (deleted = false) =>
  queryOptions({
    queryKey: [ROOT, "menus", deleted],
    queryFn: ({ signal }) =>
      dataOf(api.menus.$get({ query: { include_deleted: flag(deleted) } }, { init: { signal } }), signal),
  });
export const createMenu = (json: MenuValues) => dataOf(api.menus.$post({ json }));
export const updateMenu = (id: string, json: Partial<MenuValues>) =>
  dataOf(menus.$patch({ param: { id }, json }));
export const deleteMenu = (id: string) => dataOf(menus.$delete({ param: { id } }));
export const restoreMenu = (id: string) => dataOf(menus.restore.$post({ param: { id } }));

export const permissionList = queryOptions({
  queryKey: [ROOT, "permissions"],
  queryFn: ({ signal }) => dataOf(api.permissions.$get(undefined, { init: { signal } }), signal),
});
/** Makes the permissions those of the API's routes. */
export const refreshPermissions = () => dataOf(api.permissions.refresh.$post());
