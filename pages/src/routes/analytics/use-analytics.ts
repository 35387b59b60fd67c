/** The state of the page: it stands in the address, and each change is a step that Back takes back. */
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { FILTER_NAMES, readJobFilter } from "../../ui/job-filter/address.ts";
import { type AnalyticsSearch, type Pay, readAnalyticsSearch } from "./search.ts";

const route = getRouteApi("/guarded/analytics");

export function useAnalytics() {
  const raw = route.useSearch();
  const search = useMemo(() => readAnalyticsSearch({ ...raw }), [raw]);
  const navigate = route.useNavigate();
  const change = (part: Partial<AnalyticsSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const filter = useMemo(() => readJobFilter({ ...search }), [search]);
  const pay: Pay = { measure: search.measure ?? "midpoint", per: search.per ?? "month" };
  return {
    search,
    filter,
    by: search.by ?? "city",
    pay,
    isFiltered: Object.keys(filter).length > 0,
    change,
    clear: () => change(Object.fromEntries(FILTER_NAMES.map((name) => [name, undefined]))),
    isTable: (panel: string) => search.table?.includes(panel) ?? false,
    setTable: (panel: string, isTable: boolean) => {
      const others = (search.table ?? []).filter((name) => name !== panel);
      const table = isTable ? [...others, panel] : others;
      change({ table: table.length === 0 ? undefined : table });
    },
  };
}
