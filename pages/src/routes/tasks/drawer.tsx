/** One task in full: why it waits, its progress, checkpoints, timeline, and what can be done. */
import { useQuery } from "@tanstack/react-query";
import { Button, Flex } from "antd";
import { hasEnded, type TaskCheckpointView, type TaskView, taskDetail } from "../../api/tasks.ts";
import { useCan } from "../../auth/me.ts";
import { actorName } from "../../format/actors.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FactTable } from "../../ui/fact-table.tsx";
import { RawJson } from "../../ui/raw-json.tsx";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { ExactTime } from "../../ui/time.tsx";
import { TaskLinks } from "../../ui/why/task-links.tsx";
import { WhyBox } from "../../ui/why/why-box.tsx";
import { priorityKey } from "./table.tsx";
import { TaskState } from "./task-state.tsx";
import { texts } from "./texts.ts";
import { TaskTimeline } from "./timeline.tsx";
import { useKindTitle } from "./use-kind-title.ts";
import { useLiveTask } from "./use-live-tasks.ts";
import { strategiesOf, useTaskActions } from "./use-task-actions.ts";

export function TaskDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTexts(texts);
  return (
    <SideDrawer
      open={id !== undefined}
      title={t("tasks.details")}
      onClose={onClose}
      data-testid="task-drawer"
    >
      {id !== undefined && <Content id={id} />}
    </SideDrawer>
  );
}

function Content({ id }: { id: string }) {
  const { t } = useTexts(texts);
  const query = useQuery(taskDetail(id));
  useLiveTask(id);
  return (
    <Loaded query={query}>
      {({ task, why, events, checkpoints }) => (
        <Flex vertical gap={16}>
          <WhyBox why={why} />
          <Actions task={task} />
          <Facts task={task} />
          <section>
            <h3>{t("tasks.input")}</h3>
            <RawJson value={task.input} label={t("tasks.input")} />
          </section>
          {task.result !== null && (
            <section>
              <h3>{t("tasks.result")}</h3>
              <RawJson value={task.result} label={t("tasks.result")} />
            </section>
          )}
          <Checkpoints task={task} items={checkpoints} />
          <section data-testid="task-timeline">
            <h3>{t("tasks.timeline")}</h3>
            <TaskTimeline events={events} />
          </section>
        </Flex>
      )}
    </Loaded>
  );
}

function Actions({ task }: { task: TaskView }) {
  const { t } = useTexts(texts);
  const can = useCan();
  const { cancel, recover } = useTaskActions();
  const strategies = can("POST /api/v1/tasks/{id}/recover") ? strategiesOf(task) : [];
  return (
    <Flex gap={8} wrap>
      {strategies.map((strategy) => (
        <Button key={strategy} onClick={() => recover(task, strategy)} data-testid={`recover-${strategy}`}>
          {t(`tasks.strategy.${strategy}`)}
        </Button>
      ))}
      {!hasEnded(task) && !task.cancelling && can("POST /api/v1/tasks/{id}/cancel") && (
        <Button danger onClick={() => cancel(task)} data-testid="task-cancel">
          {t("tasks.cancel")}
        </Button>
      )}
    </Flex>
  );
}

function Facts({ task }: { task: TaskView }) {
  const { t } = useTexts(texts);
  const titleOf = useKindTitle();
  const time = (at: number | null) => (at === null ? t("app.none") : <ExactTime at={at} />);
  const rows = [
    { label: t("tasks.kind"), children: `${titleOf(task.kind)} (${task.kind})` },
    { label: t("fields.state"), children: <TaskState task={task} /> },
    { label: t("tasks.queue"), children: t(`tasks.queueName.${task.queue}`) },
    { label: t("tasks.priority"), children: t(priorityKey(task.priority)) },
    {
      label: t("tasks.tries"),
      children: t("tasks.triesOf", { tries: task.attempts, max: task.max_attempts }),
    },
    ...(task.error
      ? [{ label: t("tasks.errorClass"), children: `${task.error.class} · ${task.error.code}` }]
      : []),
    ...(task.key === null ? [] : [{ label: t("tasks.key"), children: task.key }]),
    ...(task.order_key === null ? [] : [{ label: t("tasks.orderKey"), children: task.order_key }]),
    ...(task.depends_on.length === 0
      ? []
      : [{ label: t("tasks.waitsFor"), children: <TaskLinks ids={task.depends_on} /> }]),
    { label: t("tasks.createdBy"), children: actorName(task.created_by) },
    { label: t("tasks.created"), children: time(task.created_at) },
    { label: t("tasks.started"), children: time(task.started_at) },
    { label: t("tasks.ended"), children: time(task.ended_at) },
    { label: t("tasks.id"), children: task.id },
  ];
  return <FactTable facts={rows} />;
}

function Checkpoints({ task, items }: { task: TaskView; items: TaskCheckpointView[] }) {
  const { t } = useTexts(texts);
  const can = useCan();
  const { recover } = useTaskActions();
  const mayResume = strategiesOf(task).includes("RESUME") && can("POST /api/v1/tasks/{id}/recover");
  return (
    <section data-testid="task-checkpoints">
      <h3>{t("tasks.checkpoints")}</h3>
      {items.length === 0 && <p className="muted">{t("tasks.noCheckpoints")}</p>}
      {items.map(({ seq, cursor, created_at: at, by, problem }) => (
        <Flex key={seq} gap={8} align="center" wrap>
          <strong>{seq}</strong>
          <code className="small wrap">{cursor}</code>
          <span className="small muted">
            <ExactTime at={at} /> · {actorName(by)}
          </span>
          {problem !== null && <span className="small danger">{t(`tasks.problem.${problem}`)}</span>}
          {problem === null && mayResume && (
            <Button size="small" onClick={() => recover(task, "RESUME", seq)}>
              {t("tasks.resumeHere")}
            </Button>
          )}
        </Flex>
      ))}
    </section>
  );
}
