/** Users: list, create, change, delete and restore, first passwords. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import { keysetPages, PAGE_ROWS, trueOrAbsent } from "./keyset.ts";
import { PEOPLE_KEY } from "./people.ts";
import type { BodyOf, User } from "./types.ts";

const users = api.users[":id"];

export interface UserFilter {
  /** Part of user name, name or e-mail address. */
  search?: string;
  /** Id of a department; users of the departments below it are included. */
  department?: string;
  role?: string;
  deleted?: boolean;
}

export const userList = ({ search, department, role, deleted }: UserFilter) =>
  infiniteQueryOptions({
    queryKey: [PEOPLE_KEY, "users", search, department, role, deleted ?? false],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        search,
        department_id: department,
        role,
        include_deleted: trueOrAbsent(deleted),
        limit: PAGE_ROWS,
        cursor: pageParam,
      };
      return dataOf(api.users.$get({ query }, { init: { signal } }), signal);
    },
    ...keysetPages<User>(),
  });

export const createUser = (json: BodyOf<typeof api.users.$post>) => dataOf(api.users.$post({ json }));
export const updateUser = (id: string, json: BodyOf<typeof users.$patch>) =>
  dataOf(users.$patch({ param: { id }, json }));
export const deleteUser = (id: string) => dataOf(users.$delete({ param: { id } }));
export const restoreUser = (id: string) => dataOf(users.restore.$post({ param: { id } }));
/** Sets a new first password and ends the user's sessions. */
export const setUserPassword = (id: string, json: BodyOf<typeof users.password.$post>) =>
  dataOf(users.password.$post({ param: { id }, json }));
