/** One crawler node: its work, its machine over time, its events. */
import { useQuery } from "@tanstack/react-query";
import { Descriptions, Flex, Timeline, theme } from "antd";
import { useMemo } from "react";
import { nodeDetail } from "../../api/nodes.ts";
import type { CrawlerNodeDetail } from "../../api/types.ts";
import { Chart } from "../../charts/chart.tsx";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { nodeEventText } from "./event-text.ts";
import { machineOption } from "./machine-option.ts";
import { NodeStateTag } from "./node-state.tsx";
import { texts } from "./texts.ts";

interface NodeDrawerProps {
  /** Undefined while the drawer is closed. */
  id: string | undefined;
  onClose: () => void;
}

export function NodeDrawer({ id, onClose }: NodeDrawerProps) {
  const { t } = useTexts(texts);
  const detail = useQuery({ ...nodeDetail(id ?? ""), enabled: id !== undefined });
  return (
    <SideDrawer
      open={id !== undefined}
      destroyOnHidden
      onClose={onClose}
      title={detail.data?.name ?? t("nodes.node")}
      data-testid="node-drawer"
    >
      <Loaded query={detail}>{(node) => <Detail node={node} />}</Loaded>
    </SideDrawer>
  );
}

function Detail({ node }: { node: CrawlerNodeDetail }) {
  const { t, language } = useTexts(texts);
  const { token } = theme.useToken();
  const { report, samples, work, events } = node;
  const option = useMemo(
    () =>
      machineOption(samples, {
        cpu: token.colorPrimary,
        memory: token.colorWarning,
        memoryName: t("nodes.memory"),
        text: token.colorText,
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
        <h2 className="section-title">{t("nodes.work")}</h2>
        {work.length === 0 && <p className="muted">{t("nodes.noWork")}</p>}
        {work.map((keyword) => (
          <p key={keyword.keyword_id}>
            {t(`platform.${keyword.platform}`)} · {keyword.keyword} · {keyword.city} ·{" "}
            {t("nodes.pagesDone", { pages: count(keyword.pages) })}
          </p>
        ))}
      </section>
      <section>
        <h2 className="section-title">{t("nodes.events")}</h2>
        <Timeline
          items={events.slice(0, 30).map((event) => ({
            key: `${event.at} ${event.type} ${JSON.stringify(event.detail)}`,
            content: (
              <span data-testid="node-event" data-type={event.type}>
                {nodeEventText(event, t)}{" "}
                <span className="small muted">
                  <RelativeTime at={event.at} />
                </span>
              </span>
            ),
          }))}
        />
      </section>
    </Flex>
  );
}
