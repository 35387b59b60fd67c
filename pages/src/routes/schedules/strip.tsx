/** A schedule's last slots as a strip of spans, by colour; each span says its numbers. */
import { Tooltip } from "antd";
import type { ScheduleStrips } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { formatDateTime } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import "./strip.css";
import { texts } from "./texts.ts";

type Span = ScheduleStrips["schedules"][number]["spans"][number];
/** The kinds of answers, the worst first: the worst one gives a span its colour. */
export const KINDS = ["failed", "missed", "late", "skipped", "fired"] as const;

const worstOf = (span: Span | undefined) => KINDS.find((kind) => (span?.[kind] ?? 0) > 0) ?? "none";

const totalsOf = (spans: readonly Span[]) =>
  KINDS.map((kind) => ({ kind, count: spans.reduce((sum, span) => sum + span[kind], 0) })).filter(
    ({ count }) => count > 0,
  );

export function SlotStrip({ name, strips }: { name: string; strips: ScheduleStrips | undefined }) {
  const { t, language } = useTexts(texts);
  if (!strips) return null;
  const spans = strips.schedules.find((item) => item.name === name)?.spans ?? [];
  const bySpan = new Map(spans.map((span) => [span.at, span]));
  const numbers = (counted: readonly Span[], separator: string) =>
    totalsOf(counted)
      .map(({ kind, count }) => `${t(`schedules.answer.${kind}`)} ${formatCount(count, language)}`)
      .join(separator) || t("schedules.noSlots");
  return (
    <div className="slot-strip" role="img" aria-label={numbers(spans, ", ")}>
      {Array.from({ length: strips.spans }, (_, index) => {
        const at = strips.from + index * strips.span_ms;
        const span = bySpan.get(at);
        const title = `${formatDateTime(at, language)} · ${numbers(span ? [span] : [], " · ")}`;
        return (
          <Tooltip key={at} title={title}>
            <span className={`slot-span ${worstOf(span)}`} />
          </Tooltip>
        );
      })}
    </div>
  );
}

/** Explains the colours. */
export function StripLegend() {
  const { t } = useTexts(texts);
  return (
    <div className="strip-legend small muted">
      {[...KINDS].reverse().map((kind) => (
        <span key={kind}>
          <span className={`slot-span ${kind}`} aria-hidden /> {t(`schedules.answer.${kind}`)}
        </span>
      ))}
    </div>
  );
}
