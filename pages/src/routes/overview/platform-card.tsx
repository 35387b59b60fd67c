/** One platform: keyword counts by state, rate, coverage, circuit breaker. */
import { ThunderboltOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Flex, theme } from "antd";
import { useMemo } from "react";
import { dispatchPlatform, livePlatforms } from "../../api/platforms.ts";
import { HISTORY_MS, type RateSample } from "../../api/rate-history.ts";
import type { PlatformView } from "../../api/types.ts";
import { Chart } from "../../charts/chart.tsx";
import { formatCount } from "../../format/numbers.ts";
import { formatClock } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { BreakerLine } from "./breaker-line.tsx";
import { CoverageRing } from "./coverage-ring.tsx";
import { sparklineOption } from "./sparkline.ts";
import { StateCounts } from "./state-counts.tsx";
import { texts } from "./texts.ts";

interface PlatformCardProps {
  view: PlatformView;
  rates: RateSample[];
}

export function PlatformCard({ view, rates }: PlatformCardProps) {
  const { t, language } = useTexts(texts);
  const { message } = App.useApp();
  const notifyFailure = useFailureNotice();
  const client = useQueryClient();
  const name = t(`platform.${view.platform}`);

  const run = useMutation({
    mutationFn: () => dispatchPlatform(view.platform),
    onSuccess: ({ queued }) => {
      const text =
        queued > 0
          ? t("overview.runDone", { platform: name, number: queued })
          : t("overview.runNone", { platform: name });
      void message.info(text);
      return client.invalidateQueries({ queryKey: livePlatforms.queryKey });
    },
    onError: notifyFailure,
  });

  return (
    <Panel
      title={name}
      className="platform-card"
      data-testid={`platform-${view.platform}`}
      extra={
        <PermissionButton
          route="POST /api/v1/platforms/{platform}/dispatch"
          icon={<ThunderboltOutlined />}
          loading={run.isPending}
          onClick={() => run.mutate()}
          data-testid={`run-${view.platform}`}
        >
          {t("overview.run")}
        </PermissionButton>
      }
    >
      <Flex vertical gap={16}>
        <Flex gap={16} align="center">
          <CoverageRing distinct={view.distinct} reported={view.reported} unknown={view.unknown} />
          <RateLine view={view} rates={rates} />
        </Flex>
        <StateCounts platform={view.platform} states={view.states} />
        <dl className="facts small">
          <div>
            <dt>{t("overview.pagesTotal")}</dt>
            <dd className="number">{formatCount(view.pages, language)}</dd>
          </div>
          <div>
            <dt>{t("overview.nextDue")}</dt>
            <dd>
              {view.next_due_at === null ? t("overview.nothingDue") : <RelativeTime at={view.next_due_at} />}
            </dd>
          </div>
          <div>
            <dt>{t("overview.inFlight")}</dt>
            <dd className="number">{formatCount(view.gate.in_flight, language)}</dd>
          </div>
        </dl>
        <BreakerLine platform={view.platform} gate={view.gate} />
      </Flex>
    </Panel>
  );
}

function RateLine({ view, rates }: PlatformCardProps) {
  const { t, language } = useTexts(texts);
  const { token } = theme.useToken();
  const option = useMemo(
    () =>
      sparklineOption(rates, {
        color: token.colorPrimary,
        point: (at, pages) => `${formatClock(at, language)}<br/><b>${formatCount(pages, language)}</b>`,
      }),
    [rates, token.colorPrimary, language],
  );
  return (
    <div className="rate">
      <div className="rate-value number" data-testid={`rate-${view.platform}`}>
        {formatCount(view.pages_per_minute, language)}
      </div>
      <div className="small muted">{t("overview.pagesAMinute")}</div>
      <div title={t("overview.trendFrom")}>
        <Chart option={option} height={48} label={t("overview.trend", { minutes: HISTORY_MS / 60_000 })} />
      </div>
    </div>
  );
}
