/** Bulk actions as a table. */
import { Button, type TableColumnsType } from "antd";
import { BULK_ACTIONS } from "../../../../shared/contracts/vocabulary.ts";
import type { BulkActionView } from "../../api/bulk-actions.ts";
import { useTexts } from "../../i18n/texts.ts";
import { BulkButtons } from "../../ui/bulk/bulk-buttons.tsx";
import type { BulkActionName } from "../../ui/bulk/bulk-dialog.tsx";
import { BulkState } from "../../ui/bulk/bulk-state.tsx";
import { texts as bulkTexts } from "../../ui/bulk/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";
import { useFilterText } from "./use-filter-text.ts";

/** The name of an action that has a text; the answer of the API is any text. */
export function actionName({ noun, action }: Pick<BulkActionView, "noun" | "action">): BulkActionName | null {
  const known: readonly BulkActionName[] = BULK_ACTIONS[noun];
  return known.find((name) => name === action) ?? null;
}

interface BulkTableProps {
  items: BulkActionView[];
  onOpen: (id: string) => void;
}

export function BulkTable({ items, onOpen }: BulkTableProps) {
  const { t } = useTexts(texts, bulkTexts);
  const filterText = useFilterText();
  const wide = useWide();
  const columns: TableColumnsType<BulkActionView> = [
    {
      title: t("bulk-actions.action"),
      key: "action",
      render: (_, item) => {
        const name = actionName(item);
        return (
          <div className="cell">
            <Button type="link" className="cell-link" onClick={() => onOpen(item.id)} data-testid="bulk-open">
              {t(`bulk.noun.${item.noun}`)} · {name ? t(`bulk.action.${name}`) : item.action}
            </Button>
            <div className="small muted wrap">{filterText(item) ?? t("bulk-actions.named")}</div>
            {!wide && <BulkState action={item} />}
          </div>
        );
      },
    },
    {
      title: t("fields.state"),
      key: "state",
      width: "34%",
      hidden: !wide,
      render: (_, item) => <BulkState action={item} />,
    },
    {
      title: t("bulk-actions.by"),
      key: "by",
      width: 120,
      hidden: !wide,
      render: (_, { created_by: by }) => by,
    },
    {
      title: t("bulk-actions.begun"),
      key: "begun",
      width: 120,
      hidden: !wide,
      render: (_, { created_at: at }) => <RelativeTime at={at} />,
    },
    actionsColumn({ width: wide ? 220 : 100, render: (item) => <BulkButtons action={item} /> }),
  ];
  return (
    <DataTable<BulkActionView>
      label={t("bulk-actions.table")}
      testId="bulk-table"
      hasStickyHead
      columns={columns}
      dataSource={items}
      onOpen={({ id }) => onOpen(id)}
    />
  );
}
