/** The state of a task, with its progress or its error. */
import { Progress, Tag } from "antd";
import type { TaskState as State } from "../../../../shared/contracts/task.ts";
import type { TaskView } from "../../api/tasks.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ServerText } from "../../ui/server-text.tsx";
import { texts } from "./texts.ts";

const COLORS: Record<State, string> = {
  scheduled: "default",
  waiting: "default",
  blocked: "warning",
  queued: "default",
  running: "processing",
  retrying: "warning",
  done: "success",
  failed: "error",
  cancelled: "default",
  skipped: "default",
};

export function StateTag({ state }: { state: State }) {
  const { t } = useTexts(texts);
  return (
    <Tag color={COLORS[state]} data-testid="task-state" data-state={state}>
      {t(`tasks.state.${state}`)}
    </Tag>
  );
}

export function TaskState({ task }: { task: TaskView }) {
  const { t, language } = useTexts(texts);
  const { state, progress, error, cancelling, manual } = task;
  const isRunning = state === "running";
  return (
    <>
      <StateTag state={state} />
      {cancelling && <span className="small muted">{t("tasks.cancelling")}</span>}
      {manual && <Tag color="warning">{t("tasks.manual")}</Tag>}
      {progress && (isRunning || state === "scheduled") && (
        <div className="small muted">
          {progress.percent !== null && (
            <Progress
              percent={Math.floor(progress.percent)}
              size="small"
              showInfo={false}
              aria-label={t("tasks.progress")}
            />
          )}
          {progress.total === null
            ? formatCount(progress.done, language)
            : t("tasks.doneOf", {
                done: formatCount(progress.done, language),
                total: formatCount(progress.total, language),
              })}
          {isRunning && progress.left_s !== null && (
            <> · {t("tasks.left", { seconds: formatCount(progress.left_s, language) })}</>
          )}
          {progress.message !== null && (
            <>
              {" "}
              · <ServerText text={progress.message} />
            </>
          )}
        </div>
      )}
      {error !== null && state !== "done" && (
        <div className="small muted wrap">
          <ServerText text={error.message} />
        </div>
      )}
    </>
  );
}
