/** The life of a company on its site: its first and last posting, and how many it published in each month. */
import { Descriptions, Flex } from "antd";
import { useMemo } from "react";
import type { CompanyDetailView } from "../../api/types.ts";
import { Chart } from "../../charts/chart.tsx";
import { lineOption } from "../../charts/line-option.ts";
import { useChartLooks } from "../../charts/looks.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ShortTime } from "../../ui/time.tsx";
import { monthsBetween } from "./months.ts";
import { texts } from "./texts.ts";

export function CompanyLife({ life }: { life: NonNullable<CompanyDetailView["life"]> }) {
  const { t, language } = useTexts(texts);
  const looks = useChartLooks();
  const option = useMemo(() => {
    const months = monthsBetween(life.months.map(({ month }) => month));
    const counts = new Map(life.months.map(({ month, postings }) => [month, postings]));
    const count = (value: number) => formatCount(value, language);
    return lineOption(
      months,
      [
        {
          name: t("companies.newPostings"),
          values: months.map((month) => counts.get(month) ?? 0),
          as: "bar",
        },
      ],
      looks,
      { day: (month) => month, wholeDay: (month) => month, axis: count, value: count, unknown: "" },
    );
  }, [life, looks, t, language]);
  return (
    <Flex vertical gap={8} data-testid="company-life">
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 3 }}
        items={[
          { key: "first", label: t("companies.firstSeen"), children: <ShortTime at={life.first_seen} /> },
          { key: "last", label: t("companies.lastSeen"), children: life.last_seen_day },
          { key: "open", label: t("companies.open"), children: formatCount(life.open_postings, language) },
        ]}
      />
      <Chart option={option} height={160} label={t("companies.lifeChart")} />
    </Flex>
  );
}
