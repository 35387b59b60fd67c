/** The task queues: depth, rate, and whether they are paused. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Flex, type TableColumnsType, Tag } from "antd";
import { TASKS_KEY, type TaskQueueView, taskQueues, updateTaskQueue } from "../../api/tasks.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { Loaded } from "../../ui/side-drawer.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";
import { useLiveQueues } from "./use-live-tasks.ts";

export function QueuesTab() {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const query = useQuery(taskQueues);
  useLiveQueues();
  const client = useQueryClient();
  const onError = useFailureNotice();
  const update = useMutation({
    mutationFn: ({ queue, paused }: { queue: TaskQueueView["queue"]; paused: boolean }) =>
      updateTaskQueue(queue, { paused }),
    onError,
    onSettled: () => client.invalidateQueries({ queryKey: TASKS_KEY }),
  });
  const count = (value: number) => formatCount(value, language);
  const waiting = ({ states }: TaskQueueView) => (states.waiting ?? 0) + (states.queued ?? 0);
  const columns: TableColumnsType<TaskQueueView> = [
    {
      title: t("tasks.queue"),
      key: "queue",
      render: (_, item) => (
        <Flex gap={8} wrap>
          {t(`tasks.queueName.${item.queue}`)}
          {item.paused && <Tag color="warning">{t("tasks.paused")}</Tag>}
        </Flex>
      ),
    },
    {
      title: t("tasks.state.waiting"),
      key: "waiting",
      align: "right",
      render: (_, item) => count(waiting(item)),
    },
    {
      title: t("tasks.state.running"),
      key: "running",
      align: "right",
      render: (_, { states, concurrency }) => `${count(states.running ?? 0)} / ${count(concurrency)}`,
    },
    {
      title: t("tasks.state.failed"),
      key: "failed",
      align: "right",
      hidden: !wide,
      render: (_, { states }) => count(states.failed ?? 0),
    },
    {
      title: t("tasks.rate"),
      key: "rate",
      align: "right",
      hidden: !wide,
      render: (_, { rate_per_minute: rate }) => (rate === null ? t("app.none") : rate.toFixed(1)),
    },
    {
      title: t("tasks.oldest"),
      key: "oldest",
      hidden: !wide,
      render: (_, { oldest_waiting_at: at }) => (at === null ? t("app.none") : <RelativeTime at={at} />),
    },
    actionsColumn({
      width: 120,
      render: ({ queue, paused }) => (
        <PermissionButton
          route="PATCH /api/v1/tasks/queues/{queue}"
          size="small"
          loading={update.isPending && update.variables.queue === queue}
          onClick={() => update.mutate({ queue, paused: !paused })}
          data-testid={`pause-${queue}`}
        >
          {t(paused ? "tasks.resume" : "tasks.pause")}
        </PermissionButton>
      ),
    }),
  ];
  return (
    <Loaded query={query}>
      {({ items }) => (
        <DataTable<TaskQueueView>
          label={t("tasks.tab.queues")}
          testId="queue-table"
          rowKey="queue"
          columns={columns}
          dataSource={items}
        />
      )}
    </Loaded>
  );
}
