/** The lists that depend on each other: users, roles, departments, menus, permissions. */
import type { QueryClient } from "@tanstack/react-query";
import { meQuery } from "./account.ts";

/** Root of their query keys: a renamed role shows in the list of users, and in one's own permissions. */
export const PEOPLE_KEY = "people";

export const refreshPeople = (client: QueryClient) =>
  Promise.all([
    client.invalidateQueries({ queryKey: [PEOPLE_KEY] }),
    client.invalidateQueries({ queryKey: meQuery.queryKey }),
  ]);
