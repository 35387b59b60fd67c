/** One crawler node: its work, its machine over time, what happened. */
import { useQuery } from "@tanstack/react-query";
import { Descriptions, Drawer, Flex, Skeleton, Timeline, Typography, theme } from "antd";
import { useMemo } from "react";
import { nodeDetail } from "../../api/nodes.ts";
import type { CrawlerNodeDetail } from "../../api/types.ts";
import { Chart } from "../../charts/chart.tsx";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { machineOption } from "./machine-option.ts";
import { NodeStateTag } from "./node-state.tsx";
import { texts } from "./texts.ts";

/** Pixels; narrow screens give all they have. */
const WIDTH = 720;

interface NodeDrawerProps {
  id: string;
  open: boolean;
  onClose: () => void;
}

export function NodeDrawer({ id, open, onClose }: NodeDrawerProps) {
  const { t } = useTexts(texts);
  const { data, error, isLoading, refetch } = useQuery(nodeDetail(id));
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={Math.min(WIDTH, window.innerWidth)}
      title={data?.name ?? t("nodes.node")}
      data-testid="node-drawer"
    >
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {isLoading && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && <Inside node={data} />}
    </Drawer>
  );
}

function Inside({ node }: { node: CrawlerNodeDetail }) {
  const { t, language } = useTexts(texts);
  const { token } = theme.useToken();
  const { report, samples, work, events } = node;
  const option = useMemo(
    () =>
      machineOption(samples, {
        cpu: token.colorPrimary,
        memory: token.colorWarning,
        memoryName: t("nodes.memory"),
      }),
    [samples, token, t],
  );
  const count = (value: number) => formatCount(value, language);
  const facts = report
    ? [
        [t("nodes.program"), `jobdata-node ${report.version} · Node ${report.node_version}`],
        [t("nodes.machine"), `${report.hostname} · ${report.os}`],
        [
          t("nodes.pages"),
          `${count(report.totals.pages)} · ${t("nodes.failedPages")} ${count(report.totals.failed_pages)}`,
        ],
        [t("fields.rows"), count(report.totals.rows)],
        [t("nodes.spooled"), count(report.spooled.batches)],
        [t("nodes.dropped"), count(report.totals.dropped)],
      ]
    : [];
  return (
    <Flex vertical gap={24}>
      <Flex gap={8} align="center" wrap>
        <NodeStateTag node={node} />
        {node.last_seen_at !== null && (
          <span className="small muted">
            {t("nodes.lastSeen")}: <RelativeTime at={node.last_seen_at} />
          </span>
        )}
      </Flex>
      {samples.length > 0 && <Chart option={option} height={180} label={t("nodes.chart")} />}
      {facts.length > 0 && (
        <Descriptions
          column={1}
          size="small"
          items={facts.map(([label, children]) => ({ key: label, label, children }))}
        />
      )}
      <section>
        <Typography.Title level={2} className="section-title">
          {t("nodes.work")}
        </Typography.Title>
        {work.length === 0 && <p className="muted">{t("nodes.noWork")}</p>}
        {work.map((one) => (
          <p key={one.keyword_id}>
            {t(`platform.${one.platform}`)} · {one.keyword} · {one.city} ·{" "}
            {t("nodes.pagesDone", { pages: count(one.pages) })}
          </p>
        ))}
      </section>
      <section>
        <Typography.Title level={2} className="section-title">
          {t("nodes.events")}
        </Typography.Title>
        <Timeline
          items={events.slice(0, 30).map(({ at, type, detail }) => ({
            key: `${at} ${type} ${JSON.stringify(detail)}`,
            content: (
              <span>
                <code>{type}</code> <RelativeTime at={at} />
              </span>
            ),
          }))}
        />
      </section>
    </Flex>
  );
}
