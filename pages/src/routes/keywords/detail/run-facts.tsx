/** The figures of a keyword's latest run. */
import { Descriptions } from "antd";
import type { Keyword, KeywordRun } from "../../../../../shared/contracts/keyword.ts";
import { formatCount } from "../../../format/numbers.ts";
import { useTexts } from "../../../i18n/texts.ts";
import { CoverageBar } from "../../../ui/coverage.tsx";
import { ShortTime } from "../../../ui/time.tsx";
import { texts } from "./texts.ts";

interface RunFactsProps {
  run: KeywordRun;
  coverage: Keyword["coverage"];
}

export function RunFacts({ run, coverage }: RunFactsProps) {
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
              {coverage ? (
                <CoverageBar distinct={coverage.distinct} reported={coverage.reported} />
              ) : (
                <span className="small muted">{t("coverage.unknown")}</span>
              )}
              {run.early_stopped && <span className="small muted">{t("keyword-detail.earlyStopped")}</span>}
              {run.limited_by && <span className="small muted">{t(`coverage.limit.${run.limited_by}`)}</span>}
            </div>
          ),
        },
      ]}
    />
  );
}
