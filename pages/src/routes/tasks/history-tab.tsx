/** Ended tasks of the last 180 days, found by id, key, queue, kind, state or a part of the error. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { TableColumnsType } from "antd";
import { ENDED_TASK_STATES } from "../../../../shared/contracts/vocabulary.ts";
import { queueOfTask } from "../../../../shared/domain/task-id.ts";
import { loadedItems } from "../../api/keyset.ts";
import { type TaskRunView, taskHistory } from "../../api/tasks.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { FilterBar, SearchField } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { ServerText } from "../../ui/server-text.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { isFiltered, readOneOf } from "../search-values.ts";
import { TaskFilters } from "./task-filters.tsx";
import { StateTag } from "./task-state.tsx";
import { texts } from "./texts.ts";
import { readInput, useInputText } from "./use-input-text.ts";
import { useKindTitle } from "./use-kind-title.ts";
import { useTaskSearch } from "./use-task-search.ts";

export function HistoryTab() {
  const { t } = useTexts(texts);
  const wide = useWide();
  const { search, change } = useTaskSearch();
  const { queue, kind, key, error } = search;
  const state = readOneOf(search.state, ENDED_TASK_STATES);
  const isId = key !== undefined && queueOfTask(key) !== null;
  const filter = { queue, state, kind, ...(isId ? { id: key } : { key }), error };
  const list = useInfiniteQuery(taskHistory(filter));
  const titleOf = useKindTitle();
  const inputText = useInputText();
  const runs = loadedItems(list.data);
  const clear = () =>
    change({ queue: undefined, state: undefined, kind: undefined, key: undefined, error: undefined });
  const columns: TableColumnsType<TaskRunView> = [
    {
      title: t("tasks.kind"),
      key: "kind",
      render: (_, run) => (
        <div className="cell">
          {titleOf(run.kind)}
          <div className="small muted wrap">{run.key || inputText(readInput(run.input))}</div>
          {!wide && <Outcome run={run} />}
        </div>
      ),
    },
    {
      title: t("fields.state"),
      key: "state",
      width: "40%",
      hidden: !wide,
      render: (_, run) => <Outcome run={run} />,
    },
    {
      title: t("tasks.tries"),
      key: "tries",
      width: 80,
      align: "right",
      hidden: !wide,
      dataIndex: "attempts",
    },
    {
      title: t("tasks.ended"),
      key: "ended",
      width: 130,
      render: (_, { ended_at: at }) => <RelativeTime at={at} />,
    },
  ];
  return (
    <>
      <FilterBar onClear={isFiltered(filter) ? clear : undefined}>
        <SearchField
          value={error}
          label={t("tasks.errorText")}
          onSearch={(text) => change({ error: text })}
          data-testid="filter-error"
        />
        <SearchField
          value={key}
          label={t("tasks.keyOrId")}
          onSearch={(text) => change({ key: text })}
          data-testid="filter-key"
        />
        <TaskFilters states={ENDED_TASK_STATES} state={state} />
      </FilterBar>
      <ListStatus
        list={list}
        empty={
          runs.length === 0 &&
          (isFiltered(filter) ? (
            <NoMatch title={t("tasks.noMatchTitle")} onClear={clear} />
          ) : (
            <EmptyState title={t("tasks.noHistoryTitle")} hint={t("tasks.noHistoryHint")} />
          ))
        }
      />
      {runs.length > 0 && (
        <>
          <DataTable<TaskRunView>
            label={t("tasks.tab.history")}
            testId="history-table"
            rowKey={({ id, ended_seq }) => `${id} ${ended_seq}`}
            columns={columns}
            dataSource={runs}
          />
          <LoadMore shown={runs.length} list={list} />
        </>
      )}
    </>
  );
}

function Outcome({ run }: { run: TaskRunView }) {
  const state = readOneOf(run.state, ENDED_TASK_STATES);
  return (
    <>
      {state && <StateTag state={state} />}
      {run.error !== "" && (
        <div className="small muted wrap">
          {run.error_class} · <ServerText text={run.error} />
        </div>
      )}
    </>
  );
}
