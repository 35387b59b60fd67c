/** What can be done with the list as it is filtered and sorted: each action is a button here. */
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import type { JobSort } from "../../../../shared/contracts/job-sorts.ts";
import { stringifySearch } from "../../app/search-format.ts";
import { ExportButton } from "../../ui/export-button.tsx";
import { SavedSearchesButton } from "../../ui/saved-searches/button.tsx";

interface ListActionsProps {
  filter: JobFilter;
  sort: JobSort;
}

export function ListActions({ filter, sort }: ListActionsProps) {
  const query = stringifySearch({ ...filter, sort: sort === "newest" ? undefined : sort }).slice(1);
  return (
    <>
      <SavedSearchesButton kind="jobs" query={query} />
      <ExportButton subject="jobs" filter={stringifySearch({ ...filter }).slice(1)} />
    </>
  );
}
