/** The audit log as a table; a row expands to its details. */
import { Button, type TableColumnsType, Tag } from "antd";
import type { AuditEntry } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { ExactTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { actionText } from "./action-text.ts";
import { EntryDetails } from "./entry-details.tsx";
import type { AuditSearch } from "./search.ts";
import { texts } from "./texts.ts";

interface AuditTableProps {
  entries: AuditEntry[];
  onFilter: (part: Partial<AuditSearch>) => void;
}

export function AuditTable({ entries, onFilter }: AuditTableProps) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const columns: TableColumnsType<AuditEntry> = [
    {
      title: t("audit-log.at"),
      key: "at",
      width: wide ? 190 : 104,
      render: (_, { at }) => <ExactTime at={at} />,
    },
    {
      title: t("audit-log.actor"),
      key: "actor",
      render: (_, entry) => (
        <div className="cell">
          <span className="strong" data-testid="audit-actor">
            {entry.actor}
          </span>
          {!wide && <What entry={entry} onFilter={onFilter} />}
        </div>
      ),
    },
    {
      title: t("audit-log.what"),
      key: "what",
      hidden: !wide,
      render: (_, entry) => <What entry={entry} onFilter={onFilter} />,
    },
    {
      title: t("audit-log.status"),
      key: "status",
      width: 80,
      render: (_, { status }) => (
        <Tag color={status < 400 ? "success" : "error"}>
          <span className="tag-text number">{status}</span>
        </Tag>
      ),
    },
    {
      title: t("audit-log.ip"),
      key: "ip",
      width: 150,
      hidden: !wide,
      render: (_, { ip }) => <span className="number">{ip}</span>,
    },
  ];
  return (
    <DataTable<AuditEntry>
      label={t("nav.audit-log")}
      testId="audit-table"
      rowKey="seq"
      size="small"
      columns={columns}
      dataSource={entries}
      expandable={{
        columnWidth: 40,
        columnTitle: <span className="visually-hidden">{t("audit-log.details")}</span>,
        expandedRowRender: (entry) => <EntryDetails entry={entry} onFilter={onFilter} />,
      }}
    />
  );
}

function What({ entry, onFilter }: { entry: AuditEntry; onFilter: (part: Partial<AuditSearch>) => void }) {
  const { t } = useTexts(texts);
  const { action, method, path } = entry;
  return (
    <div className="cell">
      {action !== null && (
        <Button
          type="link"
          size="small"
          className="link-text"
          title={`${action}: ${t("audit-log.onlyThis")}`}
          onClick={() => onFilter({ action })}
          data-testid="audit-action"
          data-action={action}
        >
          {actionText(action, t)}
        </Button>
      )}
      <div className="small muted wrap">
        {method} {path}
      </div>
    </div>
  );
}
