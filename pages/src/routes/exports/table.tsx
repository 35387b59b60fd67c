/** Exports as a table, with what can be done with each. */
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Flex, type TableColumnsType } from "antd";
import { fileAddress, isUnfinished } from "../../api/exports.ts";
import type { ExportView } from "../../api/types.ts";
import { useCan, useMe } from "../../auth/me.ts";
import { formatBytes } from "../../format/bytes.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { ExportState } from "./export-state.tsx";
import { filterText } from "./filter-text.ts";
import { texts } from "./texts.ts";
import type { ExportActions } from "./use-export-actions.ts";

interface ExportTableProps {
  items: ExportView[];
  actions: ExportActions;
  onOpen: (id: string) => void;
}

export function ExportTable({ items, actions, onOpen }: ExportTableProps) {
  const { t, language } = useTexts(texts, filterTexts);
  const wide = useWide();
  const none = <span className="muted">{t("app.none")}</span>;
  const columns: TableColumnsType<ExportView> = [
    {
      title: t("exports.what"),
      key: "what",
      render: (_, item) => (
        <>
          <Button type="link" className="cell-link" onClick={() => onOpen(item.id)} data-testid="export-open">
            {t(`exports.subject.${item.subject}`)} · {t(`exports.formatOf.${item.format}`)}
          </Button>
          <div className="small muted">{filterText(item.filter, t, language) || t("exports.everything")}</div>
          {!wide && <ExportState item={item} />}
        </>
      ),
    },
    {
      title: t("fields.state"),
      key: "state",
      width: 160,
      hidden: !wide,
      render: (_, item) => <ExportState item={item} />,
    },
    {
      title: t("exports.rowCount"),
      key: "rows",
      width: 100,
      align: "right",
      hidden: !wide,
      render: (_, { rows_total: rows }) => (rows === null ? none : formatCount(rows, language)),
    },
    {
      title: t("exports.size"),
      key: "size",
      width: 100,
      align: "right",
      hidden: !wide,
      render: (_, { bytes }) => (bytes === null ? none : formatBytes(bytes, language)),
    },
    {
      title: t("exports.owner"),
      key: "owner",
      width: 110,
      hidden: !wide,
      render: (_, { owner }) => owner.username ?? none,
    },
    {
      title: t("exports.created"),
      key: "created",
      width: 120,
      hidden: !wide,
      render: (_, { created_at: at }) => <RelativeTime at={at} />,
    },
    actionsColumn({
      width: wide ? 250 : 110,
      render: (item) => <RowActions item={item} actions={actions} />,
    }),
  ];
  return (
    <DataTable<ExportView>
      label={t("exports.table")}
      testId="export-table"
      columns={columns}
      dataSource={items}
    />
  );
}

function RowActions({ item, actions }: { item: ExportView; actions: ExportActions }) {
  const { t } = useTexts(texts);
  const { sees_recruiters: seesRecruiters } = useMe();
  const can = useCan();
  const hasFile = item.delivery === "file" && item.state === "done";
  const maySee = item.masked || seesRecruiters;
  return (
    <Flex gap={8} justify="end" wrap>
      {hasFile && maySee && can("GET /api/v1/exports/{id}/file") && (
        <Button
          size="small"
          type="primary"
          icon={<DownloadOutlined />}
          href={fileAddress(item.id)}
          download
          data-testid="export-download"
        >
          {t("exports.get")}
        </Button>
      )}
      {hasFile && maySee && can("POST /api/v1/exports/{id}/link") && item.link_expires_at === null && (
        <Button size="small" onClick={() => actions.link(item)} data-testid="export-link">
          {t("exports.link")}
        </Button>
      )}
      {item.link_expires_at !== null && can("DELETE /api/v1/exports/{id}/link") && (
        <Button size="small" onClick={() => actions.revoke(item)} data-testid="export-revoke">
          {t("exports.revoke")}
        </Button>
      )}
      {isUnfinished(item)
        ? can("POST /api/v1/exports/{id}/cancel") && (
            <Button size="small" onClick={() => actions.cancel(item)} data-testid="export-cancel">
              {t("exports.cancel")}
            </Button>
          )
        : can("DELETE /api/v1/exports/{id}") && (
            <Button size="small" danger onClick={() => actions.remove(item)} data-testid="export-delete">
              {t("app.delete")}
            </Button>
          )}
    </Flex>
  );
}
