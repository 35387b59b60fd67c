/** Says in words when a schedule fires. */
import { useQuery } from "@tanstack/react-query";
import type { ScheduleView } from "../../api/types.ts";
import { formatDateTime, formatDuration } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { cronWords } from "./cron-words.ts";
import { texts } from "./texts.ts";

type Times = Pick<ScheduleView, "kind" | "cron" | "every_s" | "start_at" | "time_zone">;

export function TimesText({ times }: { times: Times }) {
  const { t, language } = useTexts(texts);
  const words = useQuery({ ...cronWords(times.cron ?? "", language), enabled: times.cron !== null });
  if (times.kind === "interval")
    return <>{t("schedules.everyWords", { time: formatDuration((times.every_s ?? 0) * 1000, language) })}</>;
  if (times.kind === "once")
    return <>{t("schedules.onceWords", { time: formatDateTime(times.start_at ?? 0, language) })}</>;
  return (
    <>
      {words.data ?? times.cron}
      <div className="small muted">
        <code>{times.cron}</code> · {times.time_zone}
      </div>
    </>
  );
}
