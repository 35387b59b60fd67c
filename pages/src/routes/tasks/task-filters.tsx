/** The filters that the lists of kept and of ended tasks share: queue, state and kind. */
import { useQuery } from "@tanstack/react-query";
import type { TaskState } from "../../../../shared/contracts/task.ts";
import { TASK_QUEUES } from "../../../../shared/contracts/vocabulary.ts";
import { taskKinds } from "../../api/tasks.ts";
import { useTexts } from "../../i18n/texts.ts";
import { SelectFilter } from "../../ui/filter-bar.tsx";
import { texts } from "./texts.ts";
import { useKindTitle } from "./use-kind-title.ts";
import { useTaskSearch } from "./use-task-search.ts";

interface TaskFiltersProps {
  /** The states that a task of the list may have. */
  states: readonly TaskState[];
  state: TaskState | undefined;
}

export function TaskFilters({ states, state }: TaskFiltersProps) {
  const { t } = useTexts(texts);
  const { search, change } = useTaskSearch();
  const { data: kinds } = useQuery(taskKinds);
  const titleOf = useKindTitle();
  return (
    <>
      <SelectFilter
        value={search.queue}
        placeholder={t("tasks.allQueues")}
        label={t("tasks.queue")}
        options={TASK_QUEUES.map((value) => ({ value, label: t(`tasks.queueName.${value}`) }))}
        onChange={(value) => change({ queue: value })}
        data-testid="filter-queue"
      />
      <SelectFilter
        value={state}
        placeholder={t("tasks.allStates")}
        label={t("fields.state")}
        options={states.map((value) => ({ value, label: t(`tasks.state.${value}`) }))}
        onChange={(value) => change({ state: value })}
        data-testid="filter-state"
      />
      <SelectFilter
        value={search.kind}
        placeholder={t("tasks.allKinds")}
        label={t("tasks.kind")}
        options={(kinds?.items ?? []).map(({ name }) => ({ value: name, label: titleOf(name) }))}
        onChange={(value) => change({ kind: value })}
        data-testid="filter-kind"
      />
    </>
  );
}
