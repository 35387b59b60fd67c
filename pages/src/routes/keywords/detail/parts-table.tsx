/** Parts of a run: the whole search, or its pieces when it was split at the site's cap (X6). */
import { Table, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { RunPart } from "../../../../../shared/contracts/keyword.ts";
import { FilterDimension } from "../../../../../shared/contracts/platform.ts";
import { formatCount } from "../../../format/numbers.ts";
import { TableFrame } from "../../../ui/table-frame.tsx";

const COLORS = { open: "processing", done: "success", split: "default" } as const;

export function PartsTable({ parts }: { parts: RunPart[] }) {
  const { t, i18n } = useTranslation();
  const count = (value: number | null) =>
    value === null ? t("app.none") : formatCount(value, i18n.language);
  const filterText = ({ filters }: RunPart) => {
    const texts = FilterDimension.options.flatMap((dimension) =>
      filters[dimension] === undefined ? [] : [`${t(`detail.dimension.${dimension}`)} ${filters[dimension]}`],
    );
    return texts.length > 0 ? texts.join(", ") : t("detail.wholeSearch");
  };
  return (
    <TableFrame label={t("detail.parts")} testId="parts">
      <Table<RunPart>
        size="small"
        rowKey="part"
        dataSource={parts}
        scroll={{ x: "max-content" }}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false, size: "small" }}
        columns={[
          { title: t("detail.part"), dataIndex: "part", align: "right", render: count },
          { title: t("detail.filters"), key: "filters", render: (_, part) => filterText(part) },
          {
            title: t("keywords.state"),
            dataIndex: "state",
            render: (state: RunPart["state"]) => (
              <Tag color={COLORS[state]}>{t(`detail.partState.${state}`)}</Tag>
            ),
          },
          { title: t("detail.page"), dataIndex: "page", align: "right", render: count },
          { title: t("detail.rows"), dataIndex: "rows", align: "right", render: count },
          { title: t("detail.reportedShort"), dataIndex: "reported", align: "right", render: count },
        ]}
      />
    </TableFrame>
  );
}
