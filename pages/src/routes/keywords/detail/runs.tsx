/** The runs of a keyword as a table: when, how long, what came of it. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { keywordRuns } from "../../../api/keywords.ts";
import type { KeywordRunView } from "../../../api/types.ts";
import { coverageShare, formatCount, formatShare } from "../../../format/numbers.ts";
import { formatDuration } from "../../../format/times.ts";
import { useTexts } from "../../../i18n/texts.ts";
import { DataTable } from "../../../ui/data-table.tsx";
import { ErrorPanel } from "../../../ui/error-panel.tsx";
import { ShortTime } from "../../../ui/time.tsx";
import { isGoodOutcome } from "../good-outcome.ts";
import { RunNotes } from "../run-notes.tsx";
import { texts } from "./texts.ts";

export function KeywordRuns({ id }: { id: string }) {
  const { t, language } = useTexts(texts);
  const { data, error, isLoading, refetch } = useQuery(keywordRuns(id));
  if (isLoading) return <Skeleton active paragraph={{ rows: 3 }} />;
  if (!data) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  const count = (value: number | null) => (value === null ? t("app.none") : formatCount(value, language));
  return (
    <DataTable<KeywordRunView>
      label={t("keyword-detail.runs")}
      testId="runs"
      size="small"
      rowKey="run_id"
      dataSource={data.items}
      scrollsSideways
      locale={{ emptyText: t("keyword-detail.noRun") }}
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false, size: "small" }}
      columns={[
        {
          title: t("keyword-detail.started"),
          dataIndex: "started_at",
          render: (at: number) => <ShortTime at={at} />,
        },
        {
          title: t("keyword-detail.duration"),
          dataIndex: "duration_ms",
          align: "right",
          render: (ms: number | null) => (ms === null ? t("app.none") : formatDuration(ms, language)),
        },
        {
          title: t("fields.state"),
          key: "outcome",
          render: (_, run) => (
            <>
              <RunOutcome run={run} />
              <RunNotes run={run} />
            </>
          ),
        },
        { title: t("keyword-detail.pages"), dataIndex: "pages", align: "right", render: count },
        { title: t("keyword-detail.rowsShort"), dataIndex: "rows", align: "right", render: count },
        { title: t("keyword-detail.newShort"), dataIndex: "new", align: "right", render: count },
        { title: t("keyword-detail.changedShort"), dataIndex: "changed", align: "right", render: count },
        {
          title: t("coverage.title"),
          key: "coverage",
          align: "right",
          render: (_, { coverage }) => {
            const share = coverage && coverageShare(coverage.distinct, coverage.reported);
            return share === null ? t("app.none") : formatShare(share, language);
          },
        },
      ]}
    />
  );
}

function RunOutcome({ run: { outcome } }: { run: KeywordRunView }) {
  const { t } = useTexts(texts);
  if (outcome === null) return <span className="small">{t("keyword-detail.stillRunning")}</span>;
  const text = outcome === "abandoned" ? t("keyword-detail.abandoned") : t(`outcome.${outcome}`);
  return <span className={isGoodOutcome(outcome) ? "small" : "small danger"}>{text}</span>;
}
