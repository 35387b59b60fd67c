/** What a list shows besides its rows: that it loads, that loading failed, that it is empty. */
import type { ReactNode } from "react";
import { ErrorPanel } from "./error-panel.tsx";
import { LoadingCard } from "./loading-card.tsx";
import { Panel } from "./panel.tsx";

interface ListStatusProps {
  list: { error: unknown; isLoading: boolean; data: unknown; refetch: () => unknown };
  /** What an empty list says; `false` for a list with rows. */
  empty?: ReactNode;
}

export function ListStatus({ list, empty = false }: ListStatusProps) {
  return (
    <>
      {list.error !== null && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isLoading && <LoadingCard />}
      {list.data !== undefined && empty && <Panel>{empty}</Panel>}
    </>
  );
}
