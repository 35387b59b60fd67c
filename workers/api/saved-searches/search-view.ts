/** A saved search as the API shows it, and who may do what with it. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { MAX_SAVED_QUERY_CHARS, readSavedQuery, SearchKind } from "../../../shared/contracts/saved-search.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { problemsOf, validationError } from "../../../shared/errors/validation.ts";
import type { SavedSearchRecord } from "../../saved-searches/saved-search-store.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";
import { lifetime, lifetimeOf, SingleLineText } from "../http/fields.ts";
import { withKnownPlaces } from "../http/known-places.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const SavedSearchView = z.object({
  id: z.uuid(),
  kind: SearchKind,
  name: z.string(),
  query: z.string().describe("Filter and order, as the query string of the list of its kind"),
  link: z.string().describe("Path of the dashboard that shows it"),
  shared: z.boolean(),
  own: z.boolean().describe("The caller's own, who may change it"),
  owner: z.string().describe("Name of the person who saved it"),
  ...lifetime,
});

export const searchFields = {
  name: SingleLineText,
  query: z
    .string()
    .max(MAX_SAVED_QUERY_CHARS, `is longer than ${MAX_SAVED_QUERY_CHARS} characters`)
    .describe("Filter and order, as the query string of the list of its kind"),
  shared: z.boolean().describe("Everybody who may read postings can open it"),
};

/** @returns the query in its one form @throws ApiError validation_failed, unknown_city or unknown_district, naming the member */
export async function checkQuery(c: Context<ApiEnv>, kind: SearchKind, query: string): Promise<string> {
  const read = readSavedQuery(kind, query);
  if (read.error === null) {
    const written = new URLSearchParams(read.query);
    const named = { city: written.getAll("city"), district: written.getAll("district") };
    const { city = [], district = [] } = await withKnownPlaces(c, named, "query");
    for (const [member, names] of Object.entries({ city, district })) {
      written.delete(member);
      for (const name of names) written.append(member, name);
    }
    return readSavedQuery(kind, written.toString()).query ?? read.query;
  }
  throw validationError(
    problemsOf(read.error, "query").map((problem) => ({
      ...problem,
      field: problem.field === "query" ? "query" : `query.${problem.field}`,
    })),
  );
}

export const searchView = (
  c: Context<ApiEnv>,
  search: SavedSearchRecord,
): z.infer<typeof SavedSearchView> => {
  const { id, kind, name, query, shared, ownerId, ownerName } = search;
  return {
    id,
    kind,
    name,
    query,
    link: `/${kind}${query && `?${query}`}`,
    shared,
    own: ownerId === principalOf(c).userId,
    owner: ownerName,
    ...lifetimeOf(search),
  };
};

/** @throws ApiError not_found for a search that the caller neither has nor is shown */
export async function findSearch(c: Context<ApiEnv>, id: string): Promise<SavedSearchRecord> {
  const search = await c.get("services").savedSearches.find(id);
  const { userId } = principalOf(c);
  if (!search || (search.ownerId !== userId && (!search.shared || search.deletedAt !== null)))
    throw new ApiError("not_found", `no saved search ${id}`);
  return search;
}

/** @throws ApiError not_found, or forbidden for a search that another person shares */
export async function findOwnSearch(c: Context<ApiEnv>, id: string): Promise<SavedSearchRecord> {
  const search = await findSearch(c, id);
  if (search.ownerId !== principalOf(c).userId)
    throw new ApiError("forbidden", "only the person who saved a search may change it");
  return search;
}

export const EXAMPLE_SEARCH_ID = "3c9d2f60-7a41-4f0e-9b52-8d1e6c7a9f10";
export const exampleSearch = {
  id: EXAMPLE_SEARCH_ID,
  kind: "jobs",
  name: "Java in 上海",
  query: "city=%E4%B8%8A%E6%B5%B7&text=java&sort=salary_high",
  link: "/jobs?city=%E4%B8%8A%E6%B5%B7&text=java&sort=salary_high",
  shared: true,
  own: true,
  owner: "Lin",
  created_at: EXAMPLE_NOW,
  updated_at: EXAMPLE_NOW,
  deleted_at: null,
} satisfies z.infer<typeof SavedSearchView>;
