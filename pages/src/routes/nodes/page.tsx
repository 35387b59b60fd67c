/** Crawler nodes: which there are, how they do, what they are told. */
import { PlusOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Card, Typography } from "antd";
import { useState } from "react";
import { nodeList } from "../../api/nodes.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { ShowDeleted } from "../../ui/filter-bar.tsx";
import { Guide } from "../../ui/guide.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { MayButton } from "../../ui/may-button.tsx";
import { CopyLine, SecretDialog } from "../../ui/secret-dialog.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { NodeDrawer } from "./drawer.tsx";
import { NodeForm } from "./node-form.tsx";
import { NodeTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { useNodeActions } from "./use-node-actions.ts";

export function NodesPage() {
  const { t } = useTexts(texts);
  const [deleted, setDeleted] = useState(false);
  const list = useInfiniteQuery(nodeList(deleted));
  const nodes = list.data?.pages.flatMap((page) => page.items) ?? [];
  const form = useDialog<"new">();
  const made = useDialog<string>();
  const inside = useDialog<string>();
  const actions = useNodeActions(made.open);
  const start = `JOBDATA_API=${window.location.origin} JOBDATA_KEY=${made.subject} npx jobdata-node --pretty`;
  return (
    <div className="page" data-testid="nodes">
      <div className="page-head">
        <Typography.Title level={1}>{t("nav.nodes")}</Typography.Title>
        <MayButton
          route="POST /api/v1/nodes"
          type="primary"
          icon={<PlusOutlined />}
          onClick={() => form.open("new")}
          data-testid="add-node"
        >
          {t("nodes.add")}
        </MayButton>
      </div>
      <div className="filters">
        <ShowDeleted checked={deleted} onChange={setDeleted} />
      </div>
      {list.error && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isLoading && <LoadingCard />}
      {list.data && nodes.length === 0 && (
        <Card>
          <Guide title={t("nodes.emptyTitle")} hint={t("nodes.emptyHint")} />
        </Card>
      )}
      {nodes.length > 0 && (
        <>
          <NodeTable nodes={nodes} onOpen={inside.open} actions={actions} />
          <LoadMore
            shown={nodes.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
      {form.subject && (
        <NodeForm key={`form ${form.turn}`} open={form.isOpen} onClose={form.close} onMade={made.open} />
      )}
      {made.subject && (
        <SecretDialog
          key={`made ${made.turn}`}
          open={made.isOpen}
          title={t("nodes.keyTitle")}
          hint={t("nodes.keyHint")}
          secret={made.subject}
          onClose={made.close}
        >
          <div>
            <p className="small muted">{t("nodes.startIt")}</p>
            <CopyLine text={start} label={t("nodes.startCommand")} testId="start-node" />
          </div>
        </SecretDialog>
      )}
      {inside.subject && (
        <NodeDrawer key={inside.turn} id={inside.subject} open={inside.isOpen} onClose={inside.close} />
      )}
    </div>
  );
}
