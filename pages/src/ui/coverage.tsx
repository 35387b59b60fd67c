/** Coverage (X6): distinct postings stored, as a share of the total that the site reports. */
import { Progress, Tooltip } from "antd";
import { coverageShare, formatCount, formatShare } from "../format/numbers.ts";
import { useTexts } from "../i18n/texts.ts";

interface CoverageBarProps {
  distinct: number;
  reported: number | null;
}

export function CoverageBar({ distinct, reported }: CoverageBarProps) {
  const { t, language } = useTexts();
  const share = coverageShare(distinct, reported);
  if (share === null || reported === null) {
    return <span className="muted">{t("app.none")}</span>;
  }
  const label = t("coverage.value", {
    distinct: formatCount(distinct, language),
    reported: formatCount(reported, language),
  });
  return (
    <Tooltip title={label}>
      <Progress
        percent={share * 100}
        size="small"
        status={share === 1 ? "success" : "normal"}
        format={() => formatShare(share, language)}
        aria-label={label}
      />
    </Tooltip>
  );
}
