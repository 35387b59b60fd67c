/** A node's state as a coloured tag. */
import { Tag } from "antd";
import type { CrawlerNode } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

const COLORS: Record<CrawlerNode["state"], string> = {
  new: "default",
  online: "success",
  paused: "purple",
  draining: "gold",
  stopping: "gold",
  stopped: "default",
  offline: "error",
};

export function NodeStateTag({ node }: { node: CrawlerNode }) {
  const { t } = useTexts(texts);
  if (node.deleted_at !== null) return <Tag>{t("state.deleted")}</Tag>;
  return (
    <Tag color={COLORS[node.state]} data-testid="node-state" data-state={node.state}>
      {t(`nodes.state.${node.state}`)}
    </Tag>
  );
}
