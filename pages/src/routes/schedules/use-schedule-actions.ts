/** The actions on a schedule: run, pause, resume, set back, remove with undo. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import {
  deleteSchedule,
  pauseSchedule,
  resetSchedule,
  restoreSchedule,
  resumeSchedule,
  runSchedule,
  SCHEDULES_KEY,
} from "../../api/schedules.ts";
import type { ScheduleView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { useDeletion } from "../../ui/use-deletion.ts";
import { texts } from "./texts.ts";

export type ScheduleActions = Record<
  "edit" | "run" | "pause" | "resume" | "reset" | "remove",
  (schedule: ScheduleView) => void
>;

export function useScheduleActions(onEdit: (name: string) => void): ScheduleActions {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const onError = useFailureNotice();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: SCHEDULES_KEY });
  const common = { onError, onSettled };
  const run = useMutation({
    mutationFn: ({ name }: ScheduleView) => runSchedule(name),
    onSuccess: (slot) => {
      if (slot.status === "skipped") void message.warning(t("schedules.stillRuns"));
      else if (slot.error !== null) void message.error(t("schedules.ranFailed", { error: slot.error }));
      else void message.success(t("schedules.ran"));
    },
    ...common,
  });
  const pause = useMutation({ mutationFn: ({ name }: ScheduleView) => pauseSchedule(name), ...common });
  const resume = useMutation({ mutationFn: ({ name }: ScheduleView) => resumeSchedule(name), ...common });
  const reset = useMutation({ mutationFn: ({ name }: ScheduleView) => resetSchedule(name), ...common });
  const { remove } = useDeletion<ScheduleView>({
    idOf: ({ name }) => name,
    nameOf: ({ name }) => name,
    remove: deleteSchedule,
    restore: restoreSchedule,
    onSettled,
  });
  return {
    edit: ({ name }) => onEdit(name),
    run: (schedule) => run.mutate(schedule),
    pause: (schedule) => pause.mutate(schedule),
    resume: (schedule) => resume.mutate(schedule),
    reset: (schedule) =>
      confirm({
        title: t("schedules.resetTitle", { name: schedule.name }),
        content: t("schedules.resetHint", {
          cron: schedule.default?.cron ?? "",
          zone: schedule.default?.time_zone ?? "",
        }),
        okText: t("schedules.reset"),
        onOk: () => reset.mutate(schedule),
      }),
    remove: (schedule) =>
      confirm({
        title: t("app.deleteTitle", { name: schedule.name }),
        content: t("schedules.removeHint"),
        okText: t("app.delete"),
        onOk: () => remove(schedule),
      }),
  };
}
