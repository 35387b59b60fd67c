/** The figures of a keyword's latest run. */
import { Descriptions } from "antd";
import type { KeywordRun } from "../../../../../shared/contracts/keyword.ts";
import { formatCount } from "../../../format/numbers.ts";
import { useTexts } from "../../../i18n/texts.ts";
import { CoverageBar } from "../../../ui/coverage.tsx";
import { ShortTime } from "../../../ui/time.tsx";
import { texts } from "./texts.ts";

export function RunFacts({ run }: { run: KeywordRun }) {
  const { t, language } = useTexts(texts);
  const count = (value: number) => formatCount(value, language);
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2 }}
      items={[
        { key: "started", label: t("keyword-detail.started"), children: <ShortTime at={run.started_at} /> },
        {
          key: "finished",
          label: t("keyword-detail.finished"),
          children:
            run.finished_at === null ? t("keyword-detail.stillRunning") : <ShortTime at={run.finished_at} />,
        },
        { key: "pages", label: t("keyword-detail.pages"), children: count(run.pages) },
        { key: "rows", label: t("keyword-detail.rows"), children: count(run.rows) },
        { key: "distinct", label: t("keyword-detail.distinct"), children: count(run.distinct) },
        {
          key: "reported",
          label: t("keyword-detail.reported"),
          children: run.reported === null ? t("app.none") : count(run.reported),
        },
        ...(run.invalid > 0
          ? [{ key: "invalid", label: t("keyword-detail.invalid"), children: count(run.invalid) }]
          : []),
        {
          key: "coverage",
          label: t("coverage.title"),
          span: "filled",
          children: (
            <div className="run-coverage">
              <CoverageBar distinct={run.distinct} reported={run.reported} />
              {run.early_stopped && <span className="small muted">{t("keyword-detail.earlyStopped")}</span>}
            </div>
          ),
        },
      ]}
    />
  );
}
