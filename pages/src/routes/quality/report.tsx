/** The daily report: rows of each kind, fields that were off, and what waits in quarantine. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Flex } from "antd";
import { type QualityCell, type QualityReport, qualityReport } from "../../api/quality.ts";
import { formatCount, formatShare } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { ScrollBox } from "../../ui/scroll-box.tsx";
import { fieldText, texts } from "./texts.ts";
import "./quality.css";

interface ReportProps {
  day: string | undefined;
  onOpen: (cell: QualityCell) => void;
}

export function DailyReport({ day, onOpen }: ReportProps) {
  const { t } = useTexts(texts);
  const list = useQuery(qualityReport(day));
  const report = list.data?.report;
  return (
    <>
      <ListStatus
        list={list}
        empty={
          report === null && <EmptyState title={t("quality.noReport")} hint={t("quality.noReportHint")} />
        }
      />
      {report && <Report report={report} onOpen={onOpen} />}
    </>
  );
}

function Report({ report, onOpen }: { report: QualityReport; onOpen: (cell: QualityCell) => void }) {
  const { t, language } = useTexts(texts);
  const count = (value: number | null) => (value === null ? t("app.none") : formatCount(value, language));
  const { batches, rows } = report.quarantine;
  return (
    <Flex vertical gap={16} data-testid="quality-report">
      <h2 className="section-title">{t("quality.reportOf", { day: report.day })}</h2>
      {batches > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t("quality.waiting", { batches: count(batches), rows: count(rows) })}
        />
      )}
      <ScrollBox label={t("quality.kinds")}>
        <table className="quality-table">
          <caption className="visually-hidden">{t("quality.kinds")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("quality.kind")}</th>
              <th scope="col">{t("quality.column.rows")}</th>
              <th scope="col">{t("quality.column.usual")}</th>
            </tr>
          </thead>
          <tbody>
            {report.kinds.map((kind) => (
              <tr key={`${kind.platform}${kind.channel}${kind.data_type}`}>
                <th scope="row">
                  {t(`platform.${kind.platform}`)} · {t(`quality.type.${kind.data_type}`)}
                </th>
                <td className="number">{count(kind.rows)}</td>
                <td className="number">{count(kind.expected_rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {report.off.length === 0 ? (
        <Alert type="success" showIcon title={t("quality.allUsual")} />
      ) : (
        <ul data-testid="report-off">
          {report.off.map((cell) => (
            <li key={`${cell.platform}${cell.channel}${cell.data_type}${cell.field}`}>
              <Button type="link" className="cell-link" onClick={() => onOpen(cell)}>
                {t(`platform.${cell.platform}`)} · {t(`quality.type.${cell.data_type}`)} ·{" "}
                {fieldText(t, cell.field)}: {cell.off && t(`quality.off.${cell.off}`)}
              </Button>{" "}
              <span className="small muted">
                {cell.off === "range"
                  ? t("quality.wasMedian", { now: count(cell.p50), usual: count(cell.expected_p50) })
                  : t("quality.wasShare", {
                      now: formatShare(cell.fill_rate, language),
                      usual: formatShare(cell.expected_fill_rate ?? 0, language),
                    })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Flex>
  );
}
