/** The first rows of a batch as they were sent, each folded but the first. */
import { Alert } from "antd";
import { defineTexts, useTexts } from "../i18n/texts.ts";

const texts = defineTexts("sentRows", {
  en: {
    title: "First rows, as they were sent",
    row: "Row {{number}}",
    missing: "The rows are no longer in the spool.",
  },
  zh: {
    title: "前几行原始数据",
    row: "第 {{number}} 行",
    missing: "原始数据已不在暂存区。",
  },
});

interface SentRowsProps {
  /** Id of the batch that the rows are of. */
  id: string;
  rows: readonly unknown[];
  isMissing: boolean;
}

export function SentRows({ id, rows, isMissing }: SentRowsProps) {
  const { t } = useTexts(texts);
  return (
    <section>
      <h2 className="section-title">{t("sentRows.title")}</h2>
      {isMissing && <Alert type="warning" title={t("sentRows.missing")} />}
      {rows.map((row, index) => (
        <details key={`${id} ${index.toString()}`} open={index === 0}>
          <summary>{t("sentRows.row", { number: index + 1 })}</summary>
          <pre className="raw-row" data-testid="raw-row">
            {JSON.stringify(row, null, 2)}
          </pre>
        </details>
      ))}
    </section>
  );
}
