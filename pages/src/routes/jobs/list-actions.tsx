/** What can be done with the list as it is filtered and sorted: each action is a button here. */
import { Suspense } from "react";
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import type { JobSort } from "../../../../shared/contracts/job-sorts.ts";
import { stringifySearch } from "../../app/search-format.ts";
import { SavedSearchesButton } from "../../ui/saved-searches/button.tsx";

interface ListActionsProps {
  filter: JobFilter;
  sort: JobSort;
}

export function ListActions({ filter, sort }: ListActionsProps) {
  return (
    <Suspense>
      <SavedSearchesButton
        kind="jobs"
        query={stringifySearch({ ...filter, sort: sort === "newest" ? undefined : sort }).slice(1)}
      />
    </Suspense>
  );
}
