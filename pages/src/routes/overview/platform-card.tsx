/** One platform: keyword counts by state, rate, coverage, circuit breaker. */
import { ThunderboltOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Flex, theme } from "antd";
import { useMemo } from "react";
import { dispatchPlatform, livePlatforms, runAllKeywords } from "../../api/platforms.ts";
import { HISTORY_MS, type RateSample } from "../../api/rate-history.ts";
import type { PlatformView } from "../../api/types.ts";
import { Chart } from "../../charts/chart.tsx";
import { formatCount, formatShortCount } from "../../format/numbers.ts";
import { formatClock } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { useNow } from "../../ui/use-now.ts";
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

  const confirm = useConfirm();
  const count = (value: number) => formatCount(value, language);
  const onSettled = () => client.invalidateQueries({ queryKey: livePlatforms.queryKey });
  const run = useMutation({
    mutationFn: () => dispatchPlatform(view.platform),
    onSuccess: ({ queued }) => {
      const text =
        queued > 0
          ? t("overview.runDone", { platform: name, number: count(queued) })
          : t("overview.runNone", { platform: name });
      void message.info(text);
    },
    onError: notifyFailure,
    onSettled,
  });
  const runAll = useMutation({
    mutationFn: () => runAllKeywords(view.platform),
    onSuccess: ({ due }) =>
      void message.success(t("overview.runAllDone", { platform: name, number: count(due) })),
    onError: notifyFailure,
    onSettled,
  });
  const askRunAll = () =>
    confirm({
      title: t("overview.runAllTitle", { platform: name, number: count(view.runnable) }),
      content: t("overview.runAllHint"),
      okText: t("overview.runAll"),
      danger: false,
      onOk: () => runAll.mutate(),
    });

  return (
    <Panel
      title={name}
      className="platform-card"
      data-testid={`platform-${view.platform}`}
      extra={
        <Flex gap={8} wrap>
          <PermissionButton
            route="POST /api/v1/platforms/{platform}/dispatch"
            icon={<ThunderboltOutlined />}
            loading={run.isPending}
            disabled={view.ready === 0}
            title={view.ready === 0 ? t("overview.runNone", { platform: name }) : undefined}
            onClick={() => run.mutate()}
            data-testid={`run-${view.platform}`}
          >
            {t("overview.runDue", { number: count(view.ready) })}
          </PermissionButton>
          <PermissionButton
            route="POST /api/v1/platforms/{platform}/run-all"
            loading={runAll.isPending}
            disabled={view.runnable === 0}
            onClick={askRunAll}
            data-testid={`run-all-${view.platform}`}
          >
            {t("overview.runAll")}
          </PermissionButton>
        </Flex>
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
            <dt>{t("overview.newPostings")}</dt>
            <dd className="number" title={count(view.ingest.inserted)}>
              {formatShortCount(view.ingest.inserted, language)}
            </dd>
          </div>
          <div>
            <dt>{t("overview.pagesTotal")}</dt>
            <dd className="number">{formatCount(view.pages, language)}</dd>
          </div>
          <div>
            <dt>{t("overview.nextDue")}</dt>
            <dd>
              <NextDue at={view.next_due_at} />
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

/** A time that has passed waits for a free slot: it is due now, not in the past. */
function NextDue({ at }: { at: number | null }) {
  const { t } = useTexts(texts);
  const now = useNow();
  if (at === null) return t("overview.nothingDue");
  return at <= now ? t("overview.dueNow") : <RelativeTime at={at} />;
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
      {/* One point is no line, and a line of nothing tells nothing. */}
      {rates.length > 1 && rates.some(({ pagesAMinute }) => pagesAMinute > 0) && (
        <div title={t("overview.trendFrom")}>
          <Chart option={option} height={48} label={t("overview.trend", { minutes: HISTORY_MS / 60_000 })} />
        </div>
      )}
    </div>
  );
}
