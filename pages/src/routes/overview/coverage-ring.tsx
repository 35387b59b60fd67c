/** The coverage of a platform as a ring (X6). */
import { Progress, Tooltip } from "antd";
import { coverageShare, formatCount, formatShare } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

interface CoverageRingProps {
  distinct: number;
  /** 0 before the first page. */
  reported: number;
}

export function CoverageRing({ distinct, reported }: CoverageRingProps) {
  const { t, language } = useTexts(texts);
  const share = coverageShare(distinct, reported);
  const caption =
    share === null
      ? t("overview.noRuns")
      : t("overview.ofReported", {
          distinct: formatCount(distinct, language),
          reported: formatCount(reported, language),
        });
  return (
    <Tooltip title={t("overview.coverageHint")}>
      <div className="coverage-ring" data-testid="coverage">
        <Progress
          type="circle"
          size={96}
          strokeWidth={9}
          percent={(share ?? 0) * 100}
          status={share === 1 ? "success" : "normal"}
          format={() => (share === null ? t("app.none") : formatShare(share, language))}
          aria-label={`${t("coverage.title")}: ${caption}`}
        />
        <div className="small muted">{t("coverage.title")}</div>
        <div className="small number">{caption}</div>
      </div>
    </Tooltip>
  );
}
