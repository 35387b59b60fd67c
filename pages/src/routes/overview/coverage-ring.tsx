/** Coverage of a platform as a ring (X6). */
import { Progress, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { coverageShare, formatCount, formatShare } from "../../format/numbers.ts";

interface CoverageRingProps {
  distinct: number;
  /** 0 before the first page. */
  reported: number;
}

export function CoverageRing({ distinct, reported }: CoverageRingProps) {
  const { t, i18n } = useTranslation();
  const share = coverageShare(distinct, reported);
  const caption =
    share === null
      ? t("overview.noRuns")
      : t("overview.ofReported", {
          distinct: formatCount(distinct, i18n.language),
          reported: formatCount(reported, i18n.language),
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
          format={() => (share === null ? t("app.none") : formatShare(share, i18n.language))}
          aria-label={`${t("overview.coverage")}: ${caption}`}
        />
        <div className="small muted">{t("overview.coverage")}</div>
        <div className="small number">{caption}</div>
      </div>
    </Tooltip>
  );
}
