/** One entry in full: what was changed, and the request that changed it. */
import { Button, Descriptions, Flex } from "antd";
import type { AuditEntry } from "../../api/types.ts";
import { formatDateTime } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { changesOf, type FieldChange, itemsChanged } from "./changes.ts";
import type { AuditSearch } from "./search.ts";
import { texts } from "./texts.ts";

interface EntryDetailsProps {
  entry: AuditEntry;
  onFilter: (part: Partial<AuditSearch>) => void;
}

export function EntryDetails({ entry, onFilter }: EntryDetailsProps) {
  const { t, language } = useTexts(texts);
  const { record } = entry;
  const only = (text: string, part: Partial<AuditSearch>) => (
    <Button
      type="link"
      size="small"
      className="link-text"
      title={t("audit-log.onlyThis")}
      onClick={() => onFilter(part)}
    >
      {text}
    </Button>
  );
  return (
    <Flex vertical gap={12} data-testid="audit-details">
      <Changes changes={changesOf(entry.before, entry.after)} isNew={entry.before === null} />
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          { key: "at", label: t("audit-log.at"), children: formatDateTime(entry.at, language) },
          { key: "ip", label: t("audit-log.ip"), children: entry.ip },
          {
            key: "record",
            label: t("audit-log.record"),
            children: record === null ? t("app.none") : only(record, { record }),
          },
          {
            key: "request",
            label: t("audit-log.request"),
            children: only(entry.request_id, { request: entry.request_id }),
          },
          { key: "route", label: t("audit-log.route"), children: `${entry.method} ${entry.route}` },
          {
            key: "agent",
            label: t("audit-log.agent"),
            children: <span className="wrap">{entry.user_agent}</span>,
          },
        ]}
      />
    </Flex>
  );
}

interface ChangesProps {
  changes: FieldChange[];
  /** Nothing was there before: counts of an import, or a new record. */
  isNew: boolean;
}

function Changes({ changes, isNew }: ChangesProps) {
  const { t } = useTexts(texts);
  if (changes.length === 0) return <span className="small muted">{t("audit-log.noChanges")}</span>;
  return (
    <table className="changes">
      <caption className="visually-hidden">{t("audit-log.changes")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("fields.field")}</th>
          {!isNew && <th scope="col">{t("audit-log.before")}</th>}
          <th scope="col">{isNew ? t("audit-log.value") : t("audit-log.after")}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.path}>
            <th scope="row">{change.path || t("audit-log.value")}</th>
            <Values change={change} isNew={isNew} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Before and after of one field; of lists only the removed and the added items are shown. */
function Values({ change: { path, before, after }, isNew }: { change: FieldChange; isNew: boolean }) {
  const items = itemsChanged(before, after);
  const cells = items
    ? ([items.removed, items.added] as const)
    : ([before === undefined ? [] : [before], after === undefined ? [] : [after]] as const);
  const isChange = before !== undefined && after !== undefined;
  return cells.map((values, column) =>
    isNew && column === 0 ? null : (
      <td key={column === 0 ? "before" : "after"}>
        {values.length === 0 && <span className="muted">–</span>}
        {values
          .flatMap((value) => (Array.isArray(value) ? value : [value]))
          .map((value) => (
            <Value
              key={JSON.stringify(value)}
              value={value}
              isTime={path.endsWith("_at")}
              kind={column === 0 ? "old" : isChange ? "new" : "all-new"}
            />
          ))}
      </td>
    ),
  );
}

interface ValueProps {
  value: unknown;
  /** Unix ms. */
  isTime: boolean;
  kind: "old" | "new" | "all-new";
}

function Value({ value, isTime, kind }: ValueProps) {
  const { t, language } = useTexts(texts);
  // Old values are struck through and new ones underlined, so that colour is not the only sign.
  const Tag = kind === "old" ? "del" : kind === "new" ? "ins" : "span";
  let text = typeof value === "string" ? value : JSON.stringify(value);
  if (value === null) text = t("audit-log.nothing");
  else if (typeof value === "boolean") text = t(value ? "app.yes" : "app.no");
  else if (isTime && typeof value === "number") text = formatDateTime(value, language);
  return <Tag className={`wrap change-value ${kind === "old" ? "danger" : "success"}`}>{text}</Tag>;
}
