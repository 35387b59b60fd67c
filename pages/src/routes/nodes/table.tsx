/** Crawler nodes as a table: where each stands, how loaded it is, what can be done. */
import { Button, Flex, Grid, Progress, Table, type TableColumnsType, Tag } from "antd";
import { SIMPLE_COMMANDS } from "../../api/nodes.ts";
import type { CrawlerNode } from "../../api/types.ts";
import { useMay } from "../../auth/me.ts";
import { formatShare } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { MoreMenu } from "../../ui/more-menu.tsx";
import { TableFrame } from "../../ui/table-frame.tsx";
import { RelativeTime } from "../../ui/time.tsx";
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
  const wide = Grid.useBreakpoint().lg ?? true;
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
    {
      title: <span className="visually-hidden">{t("table.actions")}</span>,
      key: "actions",
      width: 60,
      align: "right",
      render: (_, node) => <NodeMenu node={node} actions={actions} />,
    },
  ];
  return (
    <TableFrame label={t("nav.nodes")} testId="node-table">
      <Table<CrawlerNode>
        rowKey="id"
        size={wide ? "medium" : "small"}
        columns={columns}
        dataSource={nodes}
        pagination={false}
      />
    </TableFrame>
  );
}

function NodeMenu({ node, actions }: { node: CrawlerNode; actions: NodeActions }) {
  const { t } = useTexts(texts);
  const may = useMay();
  if (node.deleted_at !== null) {
    const restore = { key: "restore", label: t("app.restore"), onClick: () => actions.restore(node) };
    return (
      <MoreMenu
        label={t("table.actions")}
        actions={may("POST /api/v1/nodes/{id}/restore") ? [restore] : []}
      />
    );
  }
  const commands = may("POST /api/v1/nodes/{id}/commands")
    ? SIMPLE_COMMANDS.map((kind) => ({
        key: kind,
        label: t(`nodes.command.${kind}`),
        onClick: () => actions.tell(node, kind),
      }))
    : [];
  const rest = [
    ...(may("POST /api/v1/nodes/{id}/key")
      ? [{ key: "new-key", label: t("nodes.newKey"), onClick: () => actions.newKey(node) }]
      : []),
    ...(may("DELETE /api/v1/nodes/{id}")
      ? [{ key: "delete", label: t("app.delete"), danger: true, onClick: () => actions.remove(node) }]
      : []),
  ];
  return <MoreMenu label={t("table.actions")} actions={[...commands, ...rest]} />;
}
