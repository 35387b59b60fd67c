/** One line of the log in full: circumstances, and what was changed. */
import { Button, Descriptions, Flex, Typography } from "antd";
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "../../api/types.ts";
import { formatDateTime } from "../../format/times.ts";
import { changesOf, type FieldChange, itemsChanged } from "./changes.ts";
import type { AuditSearch } from "./search.ts";

interface EntryDetailsProps {
  entry: AuditEntry;
  onFilter: (part: Partial<AuditSearch>) => void;
}

export function EntryDetails({ entry, onFilter }: EntryDetailsProps) {
  const { t, i18n } = useTranslation();
  const { record } = entry;
  const only = (text: string, part: Partial<AuditSearch>) => (
    <Button
      type="link"
      size="small"
      className="link-text"
      title={t("audit.onlyThis")}
      onClick={() => onFilter(part)}
    >
      {text}
    </Button>
  );
  return (
    <Flex vertical gap={12} data-testid="audit-details">
      <Changes changes={changesOf(entry.before, entry.after)} />
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          { key: "at", label: t("audit.at"), children: formatDateTime(entry.at, i18n.language) },
          { key: "ip", label: t("audit.ip"), children: entry.ip },
          {
            key: "record",
            label: t("audit.record"),
            children: record === null ? t("app.none") : only(record, { record }),
          },
          {
            key: "request",
            label: t("audit.request"),
            children: only(entry.request_id, { request: entry.request_id }),
          },
          { key: "route", label: t("audit.route"), children: `${entry.method} ${entry.route}` },
          {
            key: "agent",
            label: t("audit.agent"),
            children: <span className="wrap">{entry.user_agent}</span>,
          },
        ]}
      />
    </Flex>
  );
}

function Changes({ changes }: { changes: FieldChange[] }) {
  const { t } = useTranslation();
  if (changes.length === 0) return <span className="small muted">{t("audit.noChanges")}</span>;
  return (
    <table className="changes">
      <caption className="visually-hidden">{t("audit.changes")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("keywords.field")}</th>
          <th scope="col">{t("audit.before")}</th>
          <th scope="col">{t("audit.after")}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.path}>
            <th scope="row">{change.path || t("audit.value")}</th>
            <Values change={change} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Of long lists only what came and went is worth reading. */
function Values({ change: { path, before, after } }: { change: FieldChange }) {
  const items = itemsChanged(before, after);
  const cells = items
    ? ([items.removed, items.added] as const)
    : ([before === undefined ? [] : [before], after === undefined ? [] : [after]] as const);
  const isChange = before !== undefined && after !== undefined;
  return cells.map((values, column) => (
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
  ));
}

interface ValueProps {
  value: unknown;
  /** Unix ms. */
  isTime: boolean;
  kind: "old" | "new" | "all-new";
}

/** Colour is not all: what is gone is struck through, what took its place underlined. */
function Value({ value, isTime, kind }: ValueProps) {
  const { t, i18n } = useTranslation();
  let text = typeof value === "string" ? value : JSON.stringify(value);
  if (value === null) text = t("audit.nothing");
  else if (typeof value === "boolean") text = t(value ? "app.yes" : "app.no");
  else if (isTime && typeof value === "number") text = formatDateTime(value, i18n.language);
  return (
    <Typography.Text
      className="wrap change-value"
      type={kind === "old" ? "danger" : "success"}
      delete={kind === "old"}
      underline={kind === "new"}
    >
      {text}
    </Typography.Text>
  );
}
