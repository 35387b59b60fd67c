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
function Values({ change: { before, after } }: { change: FieldChange }) {
  const items = itemsChanged(before, after);
  if (!items) {
    return (
      <>
        <td>
          <Value value={before} kind="old" />
        </td>
        <td>
          <Value value={after} kind="new" />
        </td>
      </>
    );
  }
  return (
    <>
      <td>
        {items.removed.map((item) => (
          <Value key={JSON.stringify(item)} value={item} kind="old" />
        ))}
      </td>
      <td>
        {items.added.map((item) => (
          <Value key={JSON.stringify(item)} value={item} kind="new" />
        ))}
      </td>
    </>
  );
}

/** Colour is not all: what is gone is struck through, what is new underlined. */
function Value({ value, kind }: { value: unknown; kind: "old" | "new" }) {
  const { t } = useTranslation();
  if (value === undefined) return <span className="muted">{t("app.none")}</span>;
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 1);
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
