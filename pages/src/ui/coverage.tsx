/** Coverage (X6): different postings stored, against the total that the site reports. */
import { Progress, Tooltip, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { coverageShare, formatCount, formatShare } from "../format/numbers.ts";

interface CoverageBarProps {
  distinct: number;
  reported: number | null;
}

export function CoverageBar({ distinct, reported }: CoverageBarProps) {
  const { t, i18n } = useTranslation();
  const share = coverageShare(distinct, reported);
  if (share === null || reported === null) {
    return <Typography.Text type="secondary">{t("app.none")}</Typography.Text>;
  }
  const label = t("keywords.coverageValue", {
    distinct: formatCount(distinct, i18n.language),
    reported: formatCount(reported, i18n.language),
  });
  return (
    <Tooltip title={label}>
      <Progress
        percent={share * 100}
        size="small"
        status={share === 1 ? "success" : "normal"}
        format={() => formatShare(share, i18n.language)}
        aria-label={label}
      />
    </Tooltip>
  );
}
