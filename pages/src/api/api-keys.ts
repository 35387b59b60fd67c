/** API keys for programs, and the scopes that they can be narrowed to. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Scope } from "../../../shared/contracts/access.ts";
import { api, dataOf } from "./client.ts";
import { ALL, keysetPages, PAGE_ROWS, trueOrAbsent } from "./keyset.ts";
import type { ApiKey } from "./types.ts";

export interface NewApiKey {
  name: string;
  /** Name of the crawler node that the key is for; null for one of the person's own. */
  node: string | null;
  scopes: Scope[];
  /** Unix ms; null: never. */
  expires_at: number | null;
  /** The password of the person who makes the key. */
  current_password: string;
}

/** Root of every query key below. */
export const API_KEYS_KEY = ["api-keys"];

export const apiKeyList = (revoked: boolean) =>
  infiniteQueryOptions({
    queryKey: [...API_KEYS_KEY, "list", revoked],
    queryFn: ({ pageParam, signal }) => {
      const query = { include_revoked: trueOrAbsent(revoked), limit: PAGE_ROWS, cursor: pageParam };
      return dataOf(api["api-keys"].$get({ query }, { init: { signal } }), signal);
    },
    ...keysetPages<ApiKey>(),
  });

export const createApiKey = (json: NewApiKey) => dataOf(api["api-keys"].$post({ json }));
export const revokeApiKey = (id: string) => dataOf(api["api-keys"][":id"].$delete({ param: { id } }));

export const scopeList = queryOptions({
  queryKey: [...API_KEYS_KEY, "scopes"],
  queryFn: ({ signal }) => dataOf(api.scopes.$get({ query: ALL }, { init: { signal } }), signal),
  staleTime: Number.POSITIVE_INFINITY,
});
