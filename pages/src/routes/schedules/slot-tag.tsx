/** The answer to a slot as a tag, and why in words. */
import { Tag } from "antd";
import type { SlotView } from "../../api/types.ts";
import { formatDateTime, formatDuration } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ServerText } from "../../ui/server-text.tsx";
import { texts } from "./texts.ts";

const COLORS = {
  fired: "success",
  late: "gold",
  skipped: "default",
  missed: "volcano",
  failed: "error",
} as const;

const answerOf = (slot: SlotView) =>
  slot.error !== null && slot.started_at !== null ? "failed" : slot.status;

export function SlotTag({ slot }: { slot: SlotView }) {
  const { t } = useTexts(texts);
  const isRunning = slot.started_at !== null && slot.finished_at === null;
  return (
    <Tag color={isRunning ? "processing" : COLORS[answerOf(slot)]} data-testid="slot-status">
      {t(isRunning ? "schedules.running" : `schedules.answer.${answerOf(slot)}`)}
      {slot.count > 1 && ` × ${slot.count}`}
    </Tag>
  );
}

/** One sentence: why it did not fire on time, or how it ended. */
export function SlotReasonText({ slot }: { slot: SlotView }) {
  const { t, language } = useTexts(texts);
  const time = (at: number | null) => (at === null ? "" : formatDateTime(at, language));
  const parts: string[] = [];
  if (slot.reason !== null) parts.push(t(`schedules.reason.${slot.reason}`));
  if (slot.away_from !== null && slot.status === "missed")
    parts.push(t("schedules.away", { from: time(slot.away_from), to: time(slot.away_to) }));
  if (slot.status === "late" && slot.late_ms !== null)
    parts.push(t("schedules.lateBy", { time: formatDuration(slot.late_ms, language) }));
  if (slot.trigger === "manual") parts.push(t("schedules.byHand"));
  if (slot.attempts > 1) parts.push(t("schedules.attempts", { times: slot.attempts }));
  return (
    <>
      {parts.join(" ")}
      {slot.error !== null && (
        <div className="small error-text break-words">
          <ServerText text={slot.error} />
        </div>
      )}
      {slot.task_id !== null && (
        <div className="small muted break-words">{t("schedules.taskOf", { id: slot.task_id })}</div>
      )}
    </>
  );
}
