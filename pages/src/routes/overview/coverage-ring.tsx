/** The coverage of a platform as a ring (X6). */
import { Progress, Tooltip } from "antd";
import { coverageShare, formatCount, formatShare } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

interface CoverageRingProps {
  distinct: number;
  /** 0 before the first page. */
  reported: number;
  /** Keywords without a coverage: while there is one, the share says nothing about the whole platform. */
  unknown: number;
}

export function CoverageRing({ distinct, reported, unknown }: CoverageRingProps) {
  const { t, language } = useTexts(texts);
  const share = coverageShare(distinct, reported);
  const caption =
    share === null
      ? t("overview.noRuns")
      : t("overview.ofReported", {
          distinct: formatCount(distinct, language),
          reported: formatCount(reported, language),
        });
  const missing = t("overview.unknown", { number: formatCount(unknown, language) });
  return (
    <Tooltip title={t("overview.coverageHint")}>
      <div className="coverage-ring" data-testid="coverage">
        <Progress
          type="circle"
          size={96}
          strokeWidth={9}
          percent={(share ?? 0) * 100}
          status={share === 1 && unknown === 0 ? "success" : "normal"}
          format={() => (share === null ? t("app.none") : formatShare(share, language))}
          aria-label={[`${t("coverage.title")}: ${caption}`, ...(unknown > 0 ? [missing] : [])].join(", ")}
        />
        <div className="small muted">{t("coverage.title")}</div>
        <div className="small number">{caption}</div>
        {unknown > 0 && (
          <div className="small muted" data-testid="coverage-unknown">
            {missing}
          </div>
        )}
      </div>
    </Tooltip>
  );
}
