/** The parts of a run (X6): the whole search, or its pieces if it was split because of the site's result limit. */
import { Tag } from "antd";
import type { RunPart } from "../../../../../shared/contracts/keyword.ts";
import { FILTER_DIMENSIONS } from "../../../../../shared/contracts/vocabulary.ts";
import { formatCount } from "../../../format/numbers.ts";
import { useTexts } from "../../../i18n/texts.ts";
import { DataTable } from "../../../ui/data-table.tsx";
import { texts } from "./texts.ts";

const COLORS = { open: "processing", done: "success", split: "default" } as const;

export function PartsTable({ parts }: { parts: RunPart[] }) {
  const { t, language } = useTexts(texts);
  const count = (value: number | null) => (value === null ? t("app.none") : formatCount(value, language));
  const filterText = ({ filters }: RunPart) => {
    const chosen = FILTER_DIMENSIONS.flatMap((dimension) =>
      filters[dimension] === undefined
        ? []
        : [
            `${t(`keyword-detail.dimension.${dimension}`)} ${filters[dimension] || t(dimension === "city" ? "keyword-detail.otherCities" : "keyword-detail.anyDistrict")}`,
          ],
    );
    return chosen.length > 0 ? chosen.join(", ") : t("keyword-detail.wholeSearch");
  };
  return (
    <DataTable<RunPart>
      label={t("keyword-detail.parts")}
      testId="parts"
      size="small"
      rowKey="part"
      dataSource={parts}
      scrollsSideways
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false, size: "small" }}
      columns={[
        { title: t("keyword-detail.part"), dataIndex: "part", align: "right", render: count },
        { title: t("keyword-detail.filters"), key: "filters", render: (_, part) => filterText(part) },
        {
          title: t("fields.state"),
          dataIndex: "state",
          render: (state: RunPart["state"]) => (
            <Tag color={COLORS[state]}>{t(`keyword-detail.partState.${state}`)}</Tag>
          ),
        },
        { title: t("keyword-detail.page"), dataIndex: "page", align: "right", render: count },
        { title: t("keyword-detail.rows"), dataIndex: "rows", align: "right", render: count },
        { title: t("keyword-detail.reportedShort"), dataIndex: "reported", align: "right", render: count },
      ]}
    />
  );
}
