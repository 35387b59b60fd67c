/** Figures of a keyword's latest run. */
import { Descriptions } from "antd";
import { useTranslation } from "react-i18next";
import type { KeywordRun } from "../../../../../shared/contracts/keyword.ts";
import { formatCount } from "../../../format/numbers.ts";
import { CoverageBar } from "../../../ui/coverage.tsx";
import { ShortTime } from "../../../ui/time.tsx";

export function RunFacts({ run }: { run: KeywordRun }) {
  const { t, i18n } = useTranslation();
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2 }}
      items={[
        { key: "started", label: t("detail.started"), children: <ShortTime at={run.started_at} /> },
        {
          key: "finished",
          label: t("detail.finished"),
          children: run.finished_at === null ? t("detail.stillRunning") : <ShortTime at={run.finished_at} />,
        },
        { key: "pages", label: t("detail.pages"), children: count(run.pages) },
        { key: "rows", label: t("detail.rows"), children: count(run.rows) },
        { key: "distinct", label: t("detail.distinct"), children: count(run.distinct) },
        {
          key: "reported",
          label: t("detail.reported"),
          children: run.reported === null ? t("app.none") : count(run.reported),
        },
        ...(run.invalid > 0
          ? [{ key: "invalid", label: t("detail.invalid"), children: count(run.invalid) }]
          : []),
        {
          key: "coverage",
          label: t("keywords.coverage"),
          span: "filled",
          children: (
            <div className="run-coverage">
              <CoverageBar distinct={run.distinct} reported={run.reported} />
              {run.early_stopped && <span className="small muted">{t("detail.earlyStopped")}</span>}
            </div>
          ),
        },
      ]}
    />
  );
}
