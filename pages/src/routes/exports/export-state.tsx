/** The state of an export with its progress. */
import { Progress, Tag } from "antd";
import { isUnfinished } from "../../api/exports.ts";
import type { ExportView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ServerText } from "../../ui/server-text.tsx";
import { texts } from "./texts.ts";

const COLORS: Record<ExportView["state"], string> = {
  waiting: "default",
  running: "processing",
  done: "success",
  failed: "error",
  cancelled: "default",
  expired: "default",
};

export function ExportState({ item }: { item: ExportView }) {
  const { t, language } = useTexts(texts);
  const { state, rows_done: done, rows_total: total } = item;
  const percent = total ? Math.floor((done / total) * 100) : 0;
  const name = t(`exports.state.${state}`);
  return (
    <>
      <Tag color={COLORS[state]} data-testid="export-state" data-state={state}>
        {name}
      </Tag>
      {isUnfinished(item) && (
        <div className="small muted">
          <Progress percent={percent} size="small" showInfo={false} aria-label={name} />
          {total === null
            ? t("exports.copying")
            : t("exports.progress", {
                done: formatCount(done, language),
                total: formatCount(total, language),
              })}
        </div>
      )}
      {item.error !== null && (
        <div className="small muted">
          <ServerText text={item.error} />
        </div>
      )}
    </>
  );
}
