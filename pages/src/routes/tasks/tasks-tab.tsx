/** The tasks that are kept in the ledgers, newest first, with live progress. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Flex } from "antd";
import { useState } from "react";
import { BULK_ACTIONS, TASK_STATES } from "../../../../shared/contracts/vocabulary.ts";
import { loadedItems } from "../../api/keyset.ts";
import { TASKS_KEY, taskList } from "../../api/tasks.ts";
import { useTexts } from "../../i18n/texts.ts";
import { BulkOpener } from "../../ui/bulk/bulk-opener.tsx";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { FilterBar } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { isFiltered } from "../search-values.ts";
import { TaskTable } from "./table.tsx";
import { TaskFilters } from "./task-filters.tsx";
import { texts } from "./texts.ts";
import { useLiveTasks } from "./use-live-tasks.ts";
import { useTaskSearch } from "./use-task-search.ts";

export function TasksTab() {
  const { t } = useTexts(texts);
  const { search, change } = useTaskSearch();
  const { queue, state, kind, batch } = search;
  const filter = { queue, state, kind, batch };
  const list = useInfiniteQuery(taskList(filter));
  const tasks = loadedItems(list.data);
  useLiveTasks(tasks);
  const [selected, setSelected] = useState<string[]>([]);
  const client = useQueryClient();
  const bulk = {
    route: "POST /api/v1/tasks/bulk",
    size: "small",
    onChanged: () => {
      setSelected([]);
      void client.invalidateQueries({ queryKey: TASKS_KEY });
    },
  } as const;
  const clear = () => change({ queue: undefined, state: undefined, kind: undefined, batch: undefined });
  const empty = isFiltered(filter) ? (
    <NoMatch title={t("tasks.noMatchTitle")} onClear={clear} />
  ) : (
    <EmptyState title={t("tasks.emptyTitle")} hint={t("tasks.emptyHint")} />
  );
  return (
    <>
      <FilterBar onClear={isFiltered(filter) ? clear : undefined}>
        <TaskFilters states={TASK_STATES} state={state} />
      </FilterBar>
      {batch !== undefined && <p className="small muted">{t("tasks.ofBatch", { batch })}</p>}
      <ListStatus list={list} empty={tasks.length === 0 && empty} />
      {tasks.length > 0 && (
        <>
          <Flex gap={8} wrap className="list-actions">
            {selected.length > 0 && (
              <BulkOpener
                {...bulk}
                type="primary"
                subject={() => ({ noun: "tasks", actions: BULK_ACTIONS.tasks, ids: selected })}
                data-testid="bulk-selected"
              >
                {t("tasks.actOnSelected", { number: selected.length })}
              </BulkOpener>
            )}
            {isFiltered(filter) && (
              <BulkOpener
                {...bulk}
                subject={() => ({ noun: "tasks", actions: BULK_ACTIONS.tasks, filter })}
                data-testid="bulk-filtered"
              >
                {t("tasks.actOnFiltered")}
              </BulkOpener>
            )}
          </Flex>
          <TaskTable
            tasks={tasks}
            selected={selected}
            onSelect={setSelected}
            onOpen={(open) => change({ open })}
          />
          <LoadMore shown={tasks.length} list={list} />
        </>
      )}
    </>
  );
}
