/** The batches as a table: content, what is off, when it came, what was decided. */
import { Button, type TableColumnsType } from "antd";
import type { Quarantined } from "../../api/quality.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts as qualityTexts } from "../quality/texts.ts";
import { useFindingText } from "./finding-text.ts";
import { texts } from "./texts.ts";

interface QuarantineTableProps {
  batches: Quarantined[];
  selected: string[];
  onSelect: (ids: string[]) => void;
  onOpen: (id: string) => void;
}

export function QuarantineTable({ batches, selected, onSelect, onOpen }: QuarantineTableProps) {
  const { t, language } = useTexts(texts);
  const { t: tQuality } = useTexts(qualityTexts);
  const findingText = useFindingText();
  const wide = useWide();
  const columns: TableColumnsType<Quarantined> = [
    {
      title: t("quarantine.batch"),
      key: "batch",
      render: (_, { id, platform, data_type, source }) => (
        <div className="cell">
          <Button type="link" className="cell-link" onClick={() => onOpen(id)} data-testid="open-batch">
            {t(`platform.${platform}`)} · {tQuality(`quality.type.${data_type}`)}
          </Button>
          <div className="small muted wrap">{source}</div>
        </div>
      ),
    },
    {
      title: t("fields.rows"),
      key: "rows",
      align: "right",
      width: 90,
      render: (_, { rows }) => formatCount(rows, language),
    },
    {
      title: t("quarantine.reason"),
      key: "reason",
      render: (_, { findings }) => (
        <div className="small wrap">
          {findings[0] && findingText(findings[0])}
          {findings.length > 1 && ` (+${(findings.length - 1).toString()})`}
        </div>
      ),
    },
    {
      title: t("quarantine.acceptedAt"),
      key: "accepted_at",
      width: 150,
      hidden: !wide,
      render: (_, { accepted_at }) => <RelativeTime at={accepted_at} />,
    },
    {
      title: t("quarantine.decision"),
      key: "state",
      width: 180,
      hidden: !wide,
      render: (_, { state, decision }) => (
        <>
          {t(`quarantine.state.${state}`)}
          {decision && <div className="small muted wrap">{t("quarantine.decided", { ...decision })}</div>}
        </>
      ),
    },
  ];
  return (
    <DataTable<Quarantined>
      label={t("quarantine.batches")}
      testId="quarantine-table"
      columns={columns}
      dataSource={batches}
      onOpen={({ id }) => onOpen(id)}
      rowSelection={{
        selectedRowKeys: selected,
        onChange: (keys) => onSelect(keys.map(String)),
        getCheckboxProps: ({ can_release }) => ({ disabled: !can_release }),
      }}
    />
  );
}
