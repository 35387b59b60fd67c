/** The state of a run with its progress. */
import { Progress, Tag } from "antd";
import { isMoving } from "../../../../shared/contracts/recleans.ts";
import type { RecleanView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ServerText } from "../../ui/server-text.tsx";
import { texts } from "./texts.ts";

const COLORS: Record<RecleanView["state"], string> = {
  checking: "processing",
  checked: "warning",
  applying: "processing",
  done: "success",
  undoing: "processing",
  undone: "default",
  cancelled: "default",
  failed: "error",
};

export function RunState({ run }: { run: RecleanView }) {
  const { t, language } = useTexts(texts);
  const { state, rows_done: done, rows_total: total } = run;
  const name = t(`recleans.state.${state}`);
  return (
    <>
      <Tag color={COLORS[state]} data-testid="reclean-state" data-state={state}>
        {name}
      </Tag>
      {isMoving(run) && (
        <div className="small muted">
          <Progress
            percent={total ? Math.floor((done / total) * 100) : 0}
            size="small"
            showInfo={false}
            aria-label={name}
          />
          {total === null
            ? t("recleans.listing")
            : t("recleans.progress", {
                done: formatCount(done, language),
                total: formatCount(total, language),
              })}
        </div>
      )}
      {run.error !== null && (
        <div className="small muted">
          <ServerText text={run.error} />
        </div>
      )}
    </>
  );
}
