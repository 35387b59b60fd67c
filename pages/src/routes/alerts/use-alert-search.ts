import { getRouteApi } from "@tanstack/react-router";
import { type AlertSearch, readAlertSearch } from "./search.ts";

const route = getRouteApi("/guarded/alerts");

export function useAlertSearch() {
  const search = readAlertSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (part: Partial<AlertSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  return { search, change };
}
