/** The address of a saved search, `?saved=ID`: it leads to the list with the filter that the search has now. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { savedSearch } from "../../api/saved-searches.ts";
import { parseSearch } from "../../app/search-format.ts";
import { ListStatus } from "../list-status.tsx";

export function OpenSaved({ id }: { id: string }) {
  const search = useQuery(savedSearch(id));
  const navigate = useNavigate();
  const { data } = search;
  useEffect(() => {
    if (!data) return;
    const to = data.kind === "jobs" ? "/jobs" : "/companies";
    void navigate({ to, search: parseSearch(data.query) as object, replace: true });
  }, [data, navigate]);
  return <ListStatus list={search} />;
}
