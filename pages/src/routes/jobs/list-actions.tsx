/** The buttons of what can be done with the list as it is filtered and sorted. */
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import type { JobSort } from "../../../../shared/contracts/job-sorts.ts";
import { ExportButton } from "../../ui/export-button.tsx";
import { SavedSearchesButton } from "../../ui/saved-searches/button.tsx";

interface ListActionsProps {
  filter: JobFilter;
  sort: JobSort;
}

export function ListActions({ filter, sort }: ListActionsProps) {
  return (
    <>
      <SavedSearchesButton kind="jobs" search={{ ...filter, sort: sort === "newest" ? undefined : sort }} />
      <ExportButton subject="jobs" filter={filter} />
    </>
  );
}
