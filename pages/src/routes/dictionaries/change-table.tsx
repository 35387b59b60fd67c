/** Shows what differs between two versions, entry by entry. */
import { type TableColumnsType, Tag } from "antd";
import type { ChangeView } from "../../api/dictionaries.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { texts } from "./texts.ts";

const COLORS: Record<ChangeView["change"], string> = {
  recoded: "error",
  removed: "warning",
  renamed: "processing",
  added: "success",
};

const entryText = (entry: ChangeView["before"]) => (entry === null ? "" : `${entry.name} · ${entry.code}`);

export function ChangeTable({ rows }: { rows: ChangeView[] }) {
  const { t } = useTexts(texts);
  const columns: TableColumnsType<ChangeView> = [
    {
      title: t("dictionaries.changes"),
      key: "change",
      width: 110,
      render: (_, { change }) => <Tag color={COLORS[change]}>{t(`dictionaries.change.${change}`)}</Tag>,
    },
    { title: t("dictionaries.before"), key: "before", render: (_, { before }) => entryText(before) },
    { title: t("dictionaries.after"), key: "after", render: (_, { after }) => entryText(after) },
  ];
  return (
    <DataTable<ChangeView>
      label={t("dictionaries.changes")}
      testId="dictionary-changes"
      rowKey={({ before, after }) =>
        `${before?.parent}/${before?.code}/${before?.name}>${after?.parent}/${after?.code}/${after?.name}`
      }
      columns={columns}
      dataSource={rows}
    />
  );
}
