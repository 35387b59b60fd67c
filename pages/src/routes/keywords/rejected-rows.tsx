/** The rows of a file, or keywords of a batch, that were not taken, and why. */
import type { CodedProblem } from "../../../../shared/errors/reasons.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { reasonText } from "../../ui/reason-text.ts";
import { texts } from "./texts.ts";

interface RejectedRowsProps {
  problems: CodedProblem[];
  /** Title of the column that says which row it is. */
  placeTitle: string;
  placeOf: (problem: CodedProblem) => string;
}

export function RejectedRows({ problems, placeTitle, placeOf }: RejectedRowsProps) {
  const { t } = useTexts(texts);
  const rows = problems.map((problem, index) => ({ ...problem, key: index }));
  return (
    <DataTable
      label={t("keywords.importBad")}
      testId="import-problems"
      rowKey="key"
      size="small"
      dataSource={rows}
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false, size: "small" }}
      columns={[
        { title: placeTitle, key: "place", className: "wrap", render: (_, problem) => placeOf(problem) },
        { title: t("fields.field"), dataIndex: "field", width: 100 },
        {
          title: t("keywords.reason"),
          key: "reason",
          className: "wrap",
          render: (_, problem) => reasonText(problem, t),
        },
      ]}
    />
  );
}
