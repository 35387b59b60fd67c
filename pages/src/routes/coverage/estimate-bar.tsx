/** Draws an estimate with its interval: the postings held against the estimated total and its two ends. */
import { formatCount, formatShare } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

export interface Estimated {
  held: number;
  estimate: { total: number; low: number; high: number; share: number } | null;
  reason: "few-keywords" | "few-recaptures" | null;
  keywords: number;
  recaptures: number;
}

export function EstimateBar({ held, estimate, reason, keywords, recaptures }: Estimated) {
  const { t, language } = useTexts(texts);
  const count = (value: number) => formatCount(value, language);
  if (estimate === null) {
    return (
      <span className="muted" data-testid="no-estimate">
        {t(`coveragePage.reason.${reason ?? "few-keywords"}`, {
          held: count(held),
          keywords: count(keywords),
          recaptures: count(recaptures),
        })}
      </span>
    );
  }
  const { total, low, high, share } = estimate;
  const sentence = t("coveragePage.sentence", {
    held: count(held),
    total: count(total),
    low: count(low),
    high: count(high),
  });
  const percent = (value: number) => `${(value / Math.max(1, high)) * 100}%`;
  return (
    <div data-testid="estimate">
      <div>
        {sentence} <span className="muted">· {formatShare(share, language)}</span>
      </div>
      <div className="estimate-bar" role="img" aria-label={sentence}>
        <span className="estimate-held" style={{ width: percent(held) }} />
        <span className="estimate-range" style={{ left: percent(low), width: percent(high - low) }} />
        <span className="estimate-total" style={{ left: percent(total) }} />
      </div>
    </div>
  );
}
