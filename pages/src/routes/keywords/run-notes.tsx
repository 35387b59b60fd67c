/** Says below a run's figures why it did not see everything. */
import type { KeywordRun } from "../../../../shared/contracts/keyword.ts";
import { useTexts } from "../../i18n/texts.ts";

export function RunNotes({ run }: { run: Pick<KeywordRun, "early_stopped" | "limited_by"> }) {
  const { t } = useTexts();
  return (
    <>
      {run.early_stopped && <div className="small muted">{t("coverage.earlyStopped")}</div>}
      {run.limited_by && <div className="small muted">{t(`coverage.limit.${run.limited_by}`)}</div>}
    </>
  );
}
