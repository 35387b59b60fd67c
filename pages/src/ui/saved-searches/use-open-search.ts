/** Leads to the list with the filter that a saved search has now. */
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import type { SavedSearchView } from "../../api/types.ts";
import { parseSearch } from "../../app/search-format.ts";

/** @returns a function that opens a search; `replace` leaves the present address out of the history */
export function useOpenSearch() {
  const navigate = useNavigate();
  return useCallback(
    ({ kind, query }: Pick<SavedSearchView, "kind" | "query">, replace = false) =>
      void navigate({
        to: kind === "jobs" ? "/jobs" : "/companies",
        search: parseSearch(query) as object,
        replace,
      }),
    [navigate],
  );
}
