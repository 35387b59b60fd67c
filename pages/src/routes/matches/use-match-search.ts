/** The address of the matches page, and a way to change a part of it. */
import { getRouteApi } from "@tanstack/react-router";
import { type MatchSearch, readMatchSearch } from "./search.ts";

const route = getRouteApi("/guarded/matches");

export function useMatchSearch() {
  const search = readMatchSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (part: Partial<MatchSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  return { search, change };
}
