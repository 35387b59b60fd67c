/** The state of a bulk action, with its progress. */
import { Progress, Tag } from "antd";
import { type BulkActionView, hasBulkEnded } from "../../api/bulk-actions.ts";
import { formatCount, formatDecimal } from "../../format/numbers.ts";
import { formatClock, formatDuration } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ServerText } from "../server-text.tsx";
import { texts } from "./texts.ts";

const COLORS: Record<BulkActionView["state"], string> = {
  selecting: "processing",
  running: "processing",
  stopping: "warning",
  done: "success",
  aborted: "default",
  failed: "error",
  expired: "error",
};

export function BulkState({ action }: { action: BulkActionView }) {
  const { t, language } = useTexts(texts);
  const { state, total, done, refused, unknown, left, error } = action;
  const ended = hasBulkEnded(state);
  const count = (value: number) => formatCount(value, language);
  const facts = [
    state === "selecting"
      ? t("bulk.selected", { total: count(total) })
      : t("bulk.progress", { done: count(done), total: count(total) }),
    refused > 0 && t("bulk.refused", { shown: count(refused) }),
    unknown > 0 && t("bulk.unknown", { shown: count(unknown) }),
    ended && left > 0 && t("bulk.untouched", { shown: count(left) }),
    !ended &&
      action.rate_per_second !== null &&
      t("bulk.speed", { rate: formatDecimal(action.rate_per_second, language) }),
    !ended &&
      action.left_s !== null &&
      t("bulk.left", { time: formatDuration(action.left_s * 1000, language) }),
    action.next_at !== null && t("bulk.next", { time: formatClock(action.next_at, language) }),
  ].filter((fact) => fact !== false);
  return (
    <>
      <Tag color={COLORS[state]} data-testid="bulk-state" data-state={state}>
        {t(`bulk.state.${state}`)}
      </Tag>
      {!ended && (
        <Progress
          percent={Math.floor(action.percent)}
          size="small"
          showInfo={false}
          aria-label={t(`bulk.state.${state}`)}
        />
      )}
      <div className="small muted" role="status">
        {facts.join(" · ")}
      </div>
      {error !== null && (
        <div className="small muted wrap">
          <ServerText text={error} />
        </div>
      )}
    </>
  );
}
