/** Names a schedule on screen by its own title, by that of a job of the platform, or by its name. */
import type { ScheduleView } from "../../api/types.ts";
import { hasText, useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

export function useScheduleTitle(): (schedule: Pick<ScheduleView, "title" | "name">) => string {
  const { t } = useTexts(texts);
  return ({ title, name }) => {
    if (title !== null) return title;
    return hasText(texts.en.schedules.job, name) ? t(`schedules.job.${name}`) : name;
  };
}
