/** One bulk action that follows its feed; the API is asked where the feed tells nothing. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type BulkActionView, bulkAction, bulkTopic, hasBulkEnded } from "../../api/bulk-actions.ts";
import { useLive } from "../../live/use-live.ts";

export function useBulkAction(id: string) {
  const client = useQueryClient();
  const options = bulkAction(id);
  const query = useQuery(options);
  const isOpen = query.data !== undefined && !hasBulkEnded(query.data.state);
  useLive(
    "bulk",
    isOpen ? [bulkTopic(id)] : [],
    ({ data }) => {
      if (data !== null) client.setQueryData(options.queryKey, data as BulkActionView);
    },
    () => void client.invalidateQueries({ queryKey: options.queryKey }),
  );
  return query;
}
