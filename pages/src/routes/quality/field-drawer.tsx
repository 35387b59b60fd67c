/** One field of one platform day by day: the line of its fill rate over the band of its baseline, and the days as a table. */
import { useQuery } from "@tanstack/react-query";
import { Flex } from "antd";
import { type FieldName, type QualityCell, qualityTrend } from "../../api/quality.ts";
import { formatCount, formatShare } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ScrollBox } from "../../ui/scroll-box.tsx";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { fieldText, texts } from "./texts.ts";

export function FieldDrawer({ field, onClose }: { field: FieldName; onClose: () => void }) {
  const { t } = useTexts(texts);
  const trend = useQuery(qualityTrend(field));
  return (
    <SideDrawer
      open
      onClose={onClose}
      title={`${t(`platform.${field.platform}`)} · ${fieldText(t, field.field)}`}
      data-testid="quality-field"
    >
      <Loaded query={trend}>
        {({ days }) =>
          days.length === 0 ? (
            <EmptyState title={t("quality.noDays")} hint={t("quality.noDaysHint")} />
          ) : (
            <Flex vertical gap={16}>
              <TrendLine days={days} />
              <p className="small muted">{t("quality.band")}</p>
              <DayTable days={days} />
            </Flex>
          )
        }
      </Loaded>
    </SideDrawer>
  );
}

/** Height of the drawing in its own units: a fill rate of 1 is at the top. */
const HEIGHT = 100;
const yOf = (share: number) => HEIGHT * (1 - Math.min(1, Math.max(0, share)));

function TrendLine({ days }: { days: QualityCell[] }) {
  const { t, language } = useTexts(texts);
  const newest = days.at(-1);
  const xOf = (index: number) => (days.length === 1 ? 0 : (HEIGHT * index) / (days.length - 1));
  const banded = days.flatMap((day, index) =>
    day.fill_rate_low === null ? [] : [{ x: xOf(index), low: day.fill_rate_low }],
  );
  const band = [
    ...banded.map(({ x }) => `${x},0`),
    ...banded.toReversed().map(({ x, low }) => `${x},${yOf(low)}`),
  ].join(" ");
  return (
    <svg
      className="quality-trend"
      viewBox={`0 0 ${HEIGHT} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t("quality.trendOf", {
        days: days.length,
        share: formatShare(newest?.fill_rate ?? 0, language),
      })}
      data-testid="quality-trend"
    >
      <polygon className="band" points={band} />
      <polyline
        className="line"
        points={days.map(({ fill_rate }, index) => `${xOf(index)},${yOf(fill_rate)}`).join(" ")}
      />
    </svg>
  );
}

function DayTable({ days }: { days: QualityCell[] }) {
  const { t, language } = useTexts(texts);
  const share = (value: number | null) => (value === null ? t("app.none") : formatShare(value, language));
  const count = (value: number | null) =>
    value === null ? t("app.none") : formatCount(Math.round(value * 10) / 10, language);
  return (
    <ScrollBox label={t("quality.days")}>
      <table className="quality-table">
        <caption className="visually-hidden">{t("quality.days")}</caption>
        <thead>
          <tr>
            {(["day", "rows", "fill", "usual", "unread", "range", "state"] as const).map((name) => (
              <th scope="col" key={name}>
                {t(`quality.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day}>
              <th scope="row">{day.day}</th>
              <td className="number">{count(day.rows)}</td>
              <td className="number">{share(day.fill_rate)}</td>
              <td className="number">{share(day.expected_fill_rate)}</td>
              <td className="number">{share(day.unread)}</td>
              <td className="number">
                {day.p50 === null
                  ? t("app.none")
                  : `${count(day.p1)} / ${count(day.p50)} / ${count(day.p99)}`}
              </td>
              <td className={day.off ? "is-off" : ""}>
                {day.off
                  ? t(`quality.off.${day.off}`)
                  : t(day.expected_fill_rate === null ? "quality.young" : "quality.usual")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
