/** Crawler nodes as a table: state, load, machine, actions. */
import { Button, Flex, Progress, type TableColumnsType, Tag } from "antd";
import { SIMPLE_COMMANDS } from "../../api/nodes.ts";
import type { CrawlerNode } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { formatShare } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { MoreMenu } from "../../ui/more-menu.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { NodeStateTag } from "./node-state.tsx";
import { texts } from "./texts.ts";
import type { NodeActions } from "./use-node-actions.ts";

interface NodeTableProps {
  nodes: CrawlerNode[];
  onOpen: (id: string) => void;
  actions: NodeActions;
}

export function NodeTable({ nodes, onOpen, actions }: NodeTableProps) {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const share = (value: number) => formatShare(value, language);
  const columns: TableColumnsType<CrawlerNode> = [
    {
      title: t("fields.name"),
      key: "name",
      render: (_, node) => (
        <div className="cell">
          <Button type="link" className="cell-link" onClick={() => onOpen(node.id)} data-testid="open-node">
            {node.name}
          </Button>
          <Flex gap={4} wrap>
            {[...new Set([...node.labels, ...(node.report?.labels ?? [])])].map((label) => (
              <Tag key={label}>{label}</Tag>
            ))}
          </Flex>
        </div>
      ),
    },
    {
      title: t("fields.state"),
      key: "state",
      width: 110,
      render: (_, node) => <NodeStateTag node={node} />,
    },
    {
      title: t("nodes.platforms"),
      key: "platforms",
      hidden: !wide,
      render: (_, { report }) =>
        (report?.platforms ?? []).map((platform) => t(`platform.${platform}`)).join(" · "),
    },
    {
      title: t("nodes.slots"),
      key: "load",
      width: 140,
      hidden: !wide,
      render: (_, { work, report, load }) =>
        report && (
          <Progress
            percent={Math.round(load * 100)}
            size="small"
            format={() => `${work.length}/${report.slots}`}
            aria-label={t("nodes.slots")}
          />
        ),
    },
    {
      title: t("nodes.machine"),
      key: "machine",
      width: 170,
      hidden: !wide,
      render: (_, { metrics }) =>
        metrics && (
          <span className="small">
            CPU {share(metrics.cpu)} · {t("nodes.memory")}{" "}
            {share(metrics.memory_used_bytes / Math.max(1, metrics.memory_total_bytes))}
          </span>
        ),
    },
    {
      title: t("nodes.lastSeen"),
      key: "seen",
      width: 140,
      hidden: !wide,
      render: (_, { last_seen_at: at }) =>
        at === null ? <span className="muted">{t("app.never")}</span> : <RelativeTime at={at} />,
    },
    actionsColumn({ width: 60, render: (node) => <NodeMenu node={node} actions={actions} /> }),
  ];
  return (
    <DataTable<CrawlerNode> label={t("nav.nodes")} testId="node-table" columns={columns} dataSource={nodes} />
  );
}

function NodeMenu({ node, actions }: { node: CrawlerNode; actions: NodeActions }) {
  const { t } = useTexts(texts);
  const can = useCan();
  if (node.deleted_at !== null) {
    return (
      <MoreMenu
        label={t("table.actions")}
        actions={[
          can("POST /api/v1/nodes/{id}/restore") && {
            key: "restore",
            label: t("app.restore"),
            onClick: () => actions.restore(node),
          },
        ]}
      />
    );
  }
  const canCommand = can("POST /api/v1/nodes/{id}/commands");
  return (
    <MoreMenu
      label={t("table.actions")}
      actions={[
        ...SIMPLE_COMMANDS.map(
          (kind) =>
            canCommand && {
              key: kind,
              label: t(`nodes.command.${kind}`),
              onClick: () => actions.command(node, kind),
            },
        ),
        can("POST /api/v1/nodes/{id}/key") && {
          key: "new-key",
          label: t("nodes.newKey"),
          onClick: () => actions.newKey(node),
        },
        can("DELETE /api/v1/nodes/{id}") && {
          key: "delete",
          label: t("app.delete"),
          danger: true,
          onClick: () => actions.remove(node),
        },
      ]}
    />
  );
}
