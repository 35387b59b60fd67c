/** Tasks as a table, with what can be done with each. */
import { Button, type TableColumnsType } from "antd";
import { hasEnded, type TaskView } from "../../api/tasks.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { MoreMenu } from "../../ui/more-menu.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { TaskState } from "./task-state.tsx";
import { texts } from "./texts.ts";
import { useInputText } from "./use-input-text.ts";
import { useKindTitle } from "./use-kind-title.ts";
import { strategiesOf, useTaskActions } from "./use-task-actions.ts";

/** Names the text of a priority. */
export const priorityKey = (priority: TaskView["priority"]) => `tasks.priorityName.p${priority}` as const;

interface TaskTableProps {
  tasks: TaskView[];
  selected: string[];
  onSelect: (ids: string[]) => void;
  onOpen: (id: string) => void;
}

export function TaskTable({ tasks, selected, onSelect, onOpen }: TaskTableProps) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const can = useCan();
  const titleOf = useKindTitle();
  const inputText = useInputText();
  const columns: TableColumnsType<TaskView> = [
    {
      title: t("tasks.kind"),
      key: "kind",
      render: (_, task) => (
        <div className="cell">
          <Button type="link" className="cell-link" onClick={() => onOpen(task.id)} data-testid="task-open">
            {titleOf(task.kind)}
          </Button>
          <div className="small muted wrap">{task.key ?? inputText(task.input)}</div>
          {!wide && <TaskState task={task} />}
        </div>
      ),
    },
    {
      title: t("fields.state"),
      key: "state",
      width: "32%",
      hidden: !wide,
      render: (_, task) => <TaskState task={task} />,
    },
    {
      title: t("tasks.queue"),
      key: "queue",
      width: 140,
      hidden: !wide,
      render: (_, { queue }) => t(`tasks.queueName.${queue}`),
    },
    {
      title: t("tasks.priority"),
      key: "priority",
      width: 90,
      hidden: !wide,
      render: (_, { priority }) => t(priorityKey(priority)),
    },
    {
      title: t("tasks.created"),
      key: "created",
      width: 130,
      hidden: !wide,
      render: (_, { created_at: at }) => <RelativeTime at={at} />,
    },
    actionsColumn({ width: 70, render: (task) => <RowActions task={task} /> }),
  ];
  return (
    <DataTable<TaskView>
      label={t("tasks.table")}
      testId="task-table"
      hasStickyHead
      columns={columns}
      dataSource={tasks}
      rowSelection={
        can("POST /api/v1/tasks/bulk")
          ? {
              selectedRowKeys: selected,
              onChange: (keys) => onSelect(keys.map(String)),
              getCheckboxProps: ({ kind, id }) => ({ "aria-label": `${kind} ${id}` }),
            }
          : undefined
      }
      onOpen={({ id }) => onOpen(id)}
    />
  );
}

function RowActions({ task }: { task: TaskView }) {
  const { t } = useTexts(texts);
  const can = useCan();
  const { cancel, recover } = useTaskActions();
  const recoverable = can("POST /api/v1/tasks/{id}/recover") ? strategiesOf(task) : [];
  const canCancel = !hasEnded(task) && !task.cancelling && can("POST /api/v1/tasks/{id}/cancel");
  return (
    <MoreMenu
      label={t("table.actionsOf", { name: task.kind })}
      actions={[
        ...recoverable.map((strategy) => ({
          key: strategy,
          label: t(`tasks.strategy.${strategy}`),
          danger: false,
          onClick: () => recover(task, strategy),
        })),
        ...(canCancel
          ? [{ key: "cancel", label: t("tasks.cancel"), danger: true, onClick: () => cancel(task) }]
          : []),
      ]}
    />
  );
}
