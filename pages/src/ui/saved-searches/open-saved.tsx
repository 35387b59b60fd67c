/** The address of a saved search, `?saved=ID`: it leads to the list with the filter that the search has now. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { savedSearch } from "../../api/saved-searches.ts";
import { ListStatus } from "../list-status.tsx";
import { useOpenSearch } from "./use-open-search.ts";

export function OpenSaved({ id }: { id: string }) {
  const search = useQuery(savedSearch(id));
  const open = useOpenSearch();
  const { data } = search;
  useEffect(() => {
    if (data) open(data, true);
  }, [data, open]);
  return <ListStatus list={search} />;
}
