/** Counts what the lists of the filter offer: the values among the postings that the rest of the filter leaves. */
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { figureDistribution } from "../../api/figures.ts";
import type { ListName } from "../../ui/job-filter/address.ts";
import type { FilterChoice } from "../../ui/job-filter/list-filter.tsx";
import { DIMENSIONS } from "./search.ts";

type Counted = (typeof DIMENSIONS)[number] & ListName;
const isCounted = (name: ListName): name is Counted => DIMENSIONS.some((dimension) => dimension === name);

/** A list is counted once it has been opened, so that a page that nobody filters asks for no counts. */
export function useChoices(filter: JobFilter) {
  const [opened, setOpened] = useState<readonly Counted[]>([]);
  const answers = useQueries({
    queries: opened.map((name) => figureDistribution({ ...filter, [name]: undefined }, name)),
  });
  const choices: Partial<Record<ListName, FilterChoice[]>> = Object.fromEntries(
    opened.flatMap((name, index) => {
      const data = answers[index]?.data;
      return data ? [[name, data.items.map(({ value, n }) => ({ value, count: n }))]] : [];
    }),
  );
  const open = (name: ListName) => {
    if (isCounted(name) && !opened.includes(name)) setOpened([...opened, name]);
  };
  return { choices, open };
}
