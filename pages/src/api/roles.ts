/** Roles, and the permissions that they can have. */
import { queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import { ALL, trueOrAbsent } from "./keyset.ts";
import { PEOPLE_KEY } from "./people.ts";
import type { BodyOf } from "./types.ts";

const roles = api.roles[":id"];
export type RoleValues = BodyOf<typeof api.roles.$post>;

export const roleList = (deleted = false) =>
  queryOptions({
    queryKey: [PEOPLE_KEY, "roles", deleted],
    queryFn: ({ signal }) =>
      dataOf(
        api.roles.$get({ query: { include_deleted: trueOrAbsent(deleted) } }, { init: { signal } }),
        signal,
      ),
  });
export const createRole = (json: RoleValues) => dataOf(api.roles.$post({ json }));
export const updateRole = (id: string, json: Partial<RoleValues>) =>
  dataOf(roles.$patch({ param: { id }, json }));
export const deleteRole = (id: string) => dataOf(roles.$delete({ param: { id } }));
export const restoreRole = (id: string) => dataOf(roles.restore.$post({ param: { id } }));

export const permissionList = queryOptions({
  queryKey: [PEOPLE_KEY, "permissions"],
  queryFn: ({ signal }) => dataOf(api.permissions.$get({ query: ALL }, { init: { signal } }), signal),
});
/** Makes the permissions those of the API's routes. */
export const refreshPermissions = () => dataOf(api.permissions.refresh.$post());
