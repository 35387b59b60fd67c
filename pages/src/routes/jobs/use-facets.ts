/** Counts what the lists of the filter offer, once one of them has been opened. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { jobFacets } from "../../api/jobs.ts";
import type { ListName } from "../../ui/job-filter/address.ts";
import type { FilterChoice } from "../../ui/job-filter/list-filter.tsx";

export function useFacets(filter: JobFilter) {
  const [isOpened, setOpened] = useState(false);
  const { data } = useQuery({ ...jobFacets(filter), enabled: isOpened });
  const choices: Partial<Record<ListName, readonly FilterChoice[]>> = Object.fromEntries(
    Object.entries(data?.facets ?? {}).map(([name, { values }]) => [name, values]),
  );
  return { choices, open: () => setOpened(true) };
}
