/** The system page: the platform's metrics, now and over time. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Alert, Button, Flex, Segmented } from "antd";
import { lazy, Suspense } from "react";
import { type Metric, type MetricList, metricList } from "../../api/metrics.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ListStatus } from "../../ui/list-status.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RefreshButton } from "../../ui/refresh-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { HistoryChart } from "./history-chart.tsx";
import { MetricTable } from "./metric-table.tsx";
import {
  CHARTS,
  type ChartGroup,
  GROUPS,
  type MetricGroup,
  readSystemSearch,
  SPAN_NAMES,
  type Span,
  type SystemSearch,
} from "./search.ts";
import { texts } from "./texts.ts";
import "./system.css";

// It is loaded when a metric is first opened.
const MetricDrawer = lazy(async () => ({ default: (await import("./metric-drawer.tsx")).MetricDrawer }));

const route = getRouteApi("/guarded/system");

export function SystemPage() {
  const { t } = useTexts(texts);
  const { group, span, open } = readSystemSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const go = (part: Partial<SystemSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const list = useQuery(metricList);
  const opened = list.data?.items.find(({ name }) => name === open);
  const look = (name: string) => go({ open: name });
  return (
    <PageFrame
      title={t("nav.system")}
      testId="system"
      actions={<RefreshButton list={list} data-testid="refresh-metrics" />}
    >
      <Flex vertical gap={16}>
        <p className="muted">
          {t("system.intro")} {t("system.scrape")}
        </p>
        <Flex gap={8} wrap>
          <Segmented<MetricGroup>
            className="system-groups"
            value={group}
            options={GROUPS.map((value) => ({ value, label: t(`system.group.${value}`) }))}
            onChange={(chosen) => go({ group: chosen === "crawl" ? undefined : chosen })}
            aria-label={t("system.groups")}
            data-testid="metric-groups"
          />
          <Segmented<Span>
            value={span}
            options={SPAN_NAMES.map((value) => ({ value, label: t(`system.span.${value}`) }))}
            onChange={(chosen) => go({ span: chosen === "1d" ? undefined : chosen })}
            aria-label={t("system.spans")}
            data-testid="metric-spans"
          />
        </Flex>
        <ListStatus list={list} />
        {list.data && (
          <>
            <p className="small muted">
              {t("system.asOf")} <RelativeTime at={list.data.at} />
            </p>
            <Troubles list={list.data} />
            {group === "all" ? (
              <MetricTable metrics={list.data.items} onOpen={look} />
            ) : (
              <Charts metrics={list.data.items} group={group} span={span} onOpen={look} />
            )}
          </>
        )}
      </Flex>
      {opened && (
        <Suspense>
          <MetricDrawer metric={opened} span={span} onClose={() => go({ open: undefined })} />
        </Suspense>
      )}
    </PageFrame>
  );
}

/** What the reading itself found out of order. */
function Troubles({ list }: { list: MetricList }) {
  const { t } = useTexts(texts);
  const samplesOf = (wanted: Metric["name"]) => list.items.find(({ name }) => name === wanted)?.samples ?? [];
  const away = samplesOf("jobdata_scrape_errors").filter(({ value }) => value > 0);
  const down = samplesOf("jobdata_dependency_up").filter(({ value }) => value === 0);
  return (
    <>
      {down.map(({ labels }) => (
        <Alert
          key={labels.dependency}
          type="error"
          showIcon
          title={t("system.down", { dependency: labels.dependency ?? "" })}
        />
      ))}
      {away.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t("system.away", { parts: away.map(({ labels }) => labels.part).join(", ") })}
          data-testid="metrics-away"
        />
      )}
    </>
  );
}

interface ChartsProps {
  metrics: Metric[];
  group: ChartGroup;
  span: Span;
  onOpen: (name: string) => void;
}

function Charts({ metrics, group, span, onOpen }: ChartsProps) {
  const { t, language } = useTexts(texts);
  return (
    <div className="system-charts">
      {CHARTS[group].map((name) => {
        const metric = metrics.find((one) => one.name === name);
        const help = language.startsWith("zh") ? metric?.help.zh : metric?.help.en;
        return (
          <Panel
            key={name}
            title={name}
            data-testid={`chart-${name}`}
            extra={
              <Button
                type="link"
                size="small"
                onClick={() => onOpen(name)}
                aria-label={`${t("system.value")}: ${name}`}
              >
                {t("system.value")}
              </Button>
            }
          >
            <p className="small muted">{help}</p>
            <HistoryChart name={name} span={span} />
          </Panel>
        );
      })}
    </div>
  );
}
