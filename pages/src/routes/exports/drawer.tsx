/** One export in full: its filter, its columns, and how to check its file. */
import { Flex, Tag } from "antd";
import type { ExportView } from "../../api/types.ts";
import { formatBytes } from "../../format/bytes.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FactTable } from "../../ui/fact-table.tsx";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { CopyLine } from "../../ui/secret-dialog.tsx";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { ExactTime } from "../../ui/time.tsx";
import { ExportState } from "./export-state.tsx";
import { filterText } from "./filter-text.ts";
import { texts } from "./texts.ts";

export function ExportDrawer({ item, onClose }: { item: ExportView | undefined; onClose: () => void }) {
  const { t } = useTexts(texts);
  return (
    <SideDrawer
      open={item !== undefined}
      title={t("exports.details")}
      onClose={onClose}
      data-testid="export-drawer"
    >
      {item && <Details item={item} />}
    </SideDrawer>
  );
}

function Details({ item }: { item: ExportView }) {
  const { t, language } = useTexts(texts, filterTexts);
  const time = (at: number | null) => (at === null ? t("app.none") : <ExactTime at={at} />);
  const count = (value: number | null) => (value === null ? t("app.none") : formatCount(value, language));
  const rows = [
    { label: t("fields.state"), children: <ExportState item={item} /> },
    {
      label: t("exports.what"),
      children: `${t(`exports.subject.${item.subject}`)} · ${t(`exports.formatOf.${item.format}`)} · ${t(`exports.delivery.${item.delivery}`)}`,
    },
    { label: t("exports.filter"), children: filterText(item.filter, t, language) || t("exports.everything") },
    { label: t("exports.rowCount"), children: count(item.rows_total) },
    {
      label: t("exports.size"),
      children: item.bytes === null ? t("app.none") : formatBytes(item.bytes, language),
    },
    { label: t("exports.maskedField"), children: t(item.masked ? "exports.hidden" : "exports.shown") },
    { label: t("exports.cutCells"), children: count(item.cut_cells) },
    { label: t("exports.owner"), children: item.owner.username ?? t("app.none") },
    { label: t("exports.created"), children: time(item.created_at) },
    { label: t("exports.asOf"), children: time(item.as_of) },
    { label: t("exports.finished"), children: time(item.finished_at) },
    { label: t("exports.expires"), children: time(item.expires_at) },
  ];
  return (
    <Flex vertical gap={16}>
      <FactTable facts={rows} />
      {item.sha256 !== null && (
        <div>
          <p className="small muted">{t("exports.check")}</p>
          <CopyLine
            text={`echo '${item.sha256}  FILE' | sha256sum -c`}
            label={t("exports.check")}
            testId="export-check"
          />
        </div>
      )}
      <div>
        <p className="small muted">{t("exports.columns")}</p>
        <Flex gap={4} wrap>
          {item.columns.map((name) => (
            <Tag key={name}>{name}</Tag>
          ))}
        </Flex>
      </div>
    </Flex>
  );
}
