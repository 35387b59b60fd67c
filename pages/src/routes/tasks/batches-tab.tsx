/** Batches with their progress. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Progress, type TableColumnsType } from "antd";
import { loadedItems } from "../../api/keyset.ts";
import { cancelTaskBatch, TASKS_KEY, type TaskBatchView, taskBatches } from "../../api/tasks.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";
import { useKindTitle } from "./use-kind-title.ts";

export function BatchesTab() {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const list = useInfiniteQuery(taskBatches);
  const batches = loadedItems(list.data);
  const confirm = useConfirm();
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: ({ id }: TaskBatchView) => cancelTaskBatch(id),
    onError: useFailureNotice(),
    onSettled: () => client.invalidateQueries({ queryKey: TASKS_KEY }),
  });
  const titleOf = useKindTitle();
  const count = (value: number) => formatCount(value, language);
  const columns: TableColumnsType<TaskBatchView> = [
    {
      title: t("tasks.batch"),
      key: "name",
      render: (_, { id, name, kind }) => (
        <div className="cell">
          <Link to="/tasks" search={{ batch: id }}>
            <span className="wrap">{name}</span>
          </Link>
          <div className="small muted">{titleOf(kind)}</div>
        </div>
      ),
    },
    {
      title: t("tasks.progress"),
      key: "progress",
      width: "40%",
      render: (_, batch) => (
        <div className="small muted">
          <Progress
            percent={Math.floor(batch.percent)}
            size="small"
            showInfo={false}
            aria-label={t("tasks.progress")}
          />
          {t("tasks.batchCounts", {
            ended: count(batch.total - batch.open),
            total: count(batch.total),
            failed: count(batch.failed),
          })}
        </div>
      ),
    },
    {
      title: t("tasks.created"),
      key: "created",
      width: 130,
      hidden: !wide,
      render: (_, { created_at: at }) => <RelativeTime at={at} />,
    },
    actionsColumn({
      width: 110,
      render: (batch) =>
        batch.open > 0 && (
          <PermissionButton
            route="POST /api/v1/task-batches/{id}/cancel"
            size="small"
            danger
            onClick={() =>
              confirm({
                title: t("tasks.cancelBatchTitle", { count: count(batch.open) }),
                content: t("tasks.cancelHint"),
                okText: t("tasks.cancel"),
                onOk: () => cancel.mutate(batch),
              })
            }
          >
            {t("tasks.cancel")}
          </PermissionButton>
        ),
    }),
  ];
  return (
    <>
      <ListStatus
        list={list}
        empty={
          batches.length === 0 && (
            <EmptyState title={t("tasks.noBatchesTitle")} hint={t("tasks.noBatchesHint")} />
          )
        }
      />
      {batches.length > 0 && (
        <>
          <DataTable<TaskBatchView>
            label={t("tasks.tab.batches")}
            testId="batch-table"
            columns={columns}
            dataSource={batches}
          />
          <LoadMore shown={batches.length} list={list} />
        </>
      )}
    </>
  );
}
