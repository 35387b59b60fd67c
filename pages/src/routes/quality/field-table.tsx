/** A heat table: a row for each field, a column for each platform and channel that has rows. */
import { Button } from "antd";
import type { QualityCell } from "../../api/quality.ts";
import { formatCount, formatShare } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ScrollBox } from "../../ui/scroll-box.tsx";
import { fieldText, texts } from "./texts.ts";
import "./quality.css";

interface FieldTableProps {
  cells: QualityCell[];
  onOpen: (cell: QualityCell) => void;
}

const columnOf = ({ platform, channel }: QualityCell) => `${platform}:${channel}`;

export function FieldTable({ cells, onOpen }: FieldTableProps) {
  const { t } = useTexts(texts);
  const columns = [...new Map(cells.map((cell) => [columnOf(cell), cell])).values()];
  const fields = [...new Set(cells.map(({ field }) => field))];
  const byPlace = new Map(cells.map((cell) => [`${columnOf(cell)}:${cell.field}`, cell]));
  return (
    <ScrollBox label={t("quality.table")}>
      <table className="quality-table" data-testid="quality-table">
        <caption className="visually-hidden">{t("quality.table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("quality.field")}</th>
            {columns.map((cell) => (
              <th scope="col" key={columnOf(cell)}>
                {t(`platform.${cell.platform}`)}
                {cell.channel !== "web" && ` · ${cell.channel}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field}>
              <th scope="row">{fieldText(t, field)}</th>
              {columns.map((column) => {
                const cell = byPlace.get(`${columnOf(column)}:${field}`);
                return (
                  <td key={columnOf(column)} className={cell?.off ? "is-off" : heatOf(cell)}>
                    {cell ? <Cell cell={cell} onOpen={onOpen} /> : t("app.none")}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const heatOf = (cell: QualityCell | undefined): string =>
  cell ? `heat-${Math.min(4, Math.floor(cell.fill_rate * 5)).toString()}` : "";

function Cell({ cell, onOpen }: { cell: QualityCell; onOpen: (cell: QualityCell) => void }) {
  const { t, language } = useTexts(texts);
  return (
    <Button
      type="link"
      className="cell-link"
      onClick={() => onOpen(cell)}
      data-testid={`cell-${cell.platform}-${cell.field}`}
    >
      <span className="visually-hidden">
        {t(`platform.${cell.platform}`)} {fieldText(t, cell.field)}{" "}
      </span>
      <span className="number">{formatShare(cell.fill_rate, language)}</span>
      {cell.unread >= 0.001 && (
        <span className="small"> {t("quality.unreadOf", { share: formatShare(cell.unread, language) })}</span>
      )}
      {cell.p50 !== null && <span className="small"> · {formatCount(Math.round(cell.p50), language)}</span>}
      {cell.off && <span className="small"> ▲ {t(`quality.off.${cell.off}`)}</span>}
    </Button>
  );
}
