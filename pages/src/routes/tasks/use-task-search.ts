import { getRouteApi } from "@tanstack/react-router";
import { readTaskSearch, type TaskSearch } from "./search.ts";

const route = getRouteApi("/guarded/tasks");

export function useTaskSearch() {
  const search = readTaskSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (part: Partial<TaskSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  return { search, change };
}
