/** The daily report of quality as a mail, in both languages. */
import type { QualityCell, QualityReport } from "../../shared/contracts/quality.ts";

/** Fields named in a mail; the page has all. */
const MAX_FIELDS = 20;

const percent = (share: number | null): string => (share === null ? "–" : `${(100 * share).toFixed(1)} %`);

function lineOf(cell: QualityCell): string {
  const name = `${cell.platform} ${cell.data_type} ${cell.field}`;
  if (cell.off === "range") return `${name}: median ${cell.p50} (${cell.expected_p50})`;
  return cell.off === "unread"
    ? `${name}: unread ${percent(cell.unread)} (${percent(cell.expected_unread)})`
    : `${name}: filled ${percent(cell.fill_rate)} (${percent(cell.expected_fill_rate)})`;
}

export function reportMail(report: QualityReport, publicUrl: string): { subject: string; text: string } {
  const { day, off, quarantine } = report;
  const rows = report.kinds.map(
    (kind) =>
      `${kind.platform} ${kind.channel} ${kind.data_type}: ${kind.rows} (${kind.expected_rows ?? "–"})`,
  );
  const more = off.length - MAX_FIELDS;
  return {
    subject: `JobData ${day}: 数据质量 / data quality, ${off.length} off`,
    text: [
      `数据质量日报 ${day} / Data quality of ${day}`,
      "",
      "采集行数（括号内为往常）/ Rows collected (usual in brackets):",
      ...rows,
      "",
      off.length === 0
        ? "没有字段异常。/ No field is off."
        : "异常字段（括号内为往常）/ Fields that are off (usual in brackets):",
      ...off.slice(0, MAX_FIELDS).map(lineOf),
      ...(more > 0 ? [`… +${more}`] : []),
      "",
      `隔离中等待处理：${quarantine.batches} 批，${quarantine.rows} 行。/ In quarantine: ${quarantine.batches} batches, ${quarantine.rows} rows.`,
      `${publicUrl}/quality?day=${day}`,
    ].join("\n"),
  };
}
