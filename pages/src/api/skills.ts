/** The dictionary of skills: terms, edits, unknown tags. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { SkillEdit, SkillEditInput, SkillTerm } from "../../../shared/contracts/skills.ts";
import type { TagKind } from "../../../shared/domain/skills/term.ts";
import { stringifySearch } from "../app/search-format.ts";
import { api, dataOf } from "./client.ts";
import { keysetPages, PAGE_ROWS } from "./keyset.ts";

export interface SkillFilter {
  text?: string;
  kind?: TagKind;
  source?: SkillTerm["source"];
}

/** Root of every query key below. */
export const SKILLS_KEY = ["skills"];

export const skillTerms = (filter: SkillFilter) =>
  infiniteQueryOptions({
    queryKey: [...SKILLS_KEY, "terms", filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.skills.$get({ query: { ...filter, limit: PAGE_ROWS, cursor: pageParam } }, { init: { signal } }),
        signal,
      ),
    ...keysetPages<SkillTerm>(),
  });

/** The state is fetched again while an edit is not in force yet. */
export const skillState = queryOptions({
  queryKey: [...SKILLS_KEY, "state"],
  queryFn: ({ signal }) => dataOf(api.skills.state.$get(undefined, { init: { signal } }), signal),
  refetchInterval: (query) => (query.state.data?.is_current === false ? 15_000 : false),
});

export const unknownTags = queryOptions({
  queryKey: [...SKILLS_KEY, "unknown"],
  queryFn: ({ signal }) =>
    dataOf(api.skills.unknown.$get({ query: { limit: "100" } }, { init: { signal } }), signal),
});

export const skillEdits = infiniteQueryOptions({
  queryKey: [...SKILLS_KEY, "edits"],
  queryFn: ({ pageParam, signal }) =>
    dataOf(
      api.skills.edits.$get({ query: { limit: "20", cursor: pageParam } }, { init: { signal } }),
      signal,
    ),
  ...keysetPages<SkillEdit>(),
});

export const previewEdit = (json: SkillEditInput) => dataOf(api.skills.edits.preview.$post({ json }));
export const createEdit = (json: SkillEditInput) => dataOf(api.skills.edits.$post({ json }));
export const undoEdit = (number: number) =>
  dataOf(api.skills.edits[":number"].undo.$post({ param: { number: String(number) } }));

/** Sends a CSV file. */
export const importTerms = (body: Blob, dryRun: boolean) =>
  dataOf(
    api.skills.import.$post(
      { query: { dry_run: dryRun ? "true" : "false" } },
      { init: { body }, headers: { "content-type": "text/csv" } },
    ),
  );

/** @returns the address of the file with the terms of a filter. */
export const exportHref = (filter: SkillFilter): string =>
  `/api/v1/skills/export${stringifySearch({ ...filter })}`;
