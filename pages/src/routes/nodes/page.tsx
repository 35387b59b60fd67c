/** The nodes page: which crawler nodes there are, their state, and their commands. */
import { sha256 } from "virtual:node-package";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Flex } from "antd";
import { lazy, Suspense, useRef } from "react";
import { loadedItems } from "../../api/keyset.ts";
import { nodeList } from "../../api/nodes.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ShowDeleted } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { CopyLine, SecretDialog } from "../../ui/secret-dialog.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { NodeForm } from "./node-form.tsx";
import { type NodeSearch, readNodeSearch } from "./search.ts";
import { startCommand } from "./start-command.ts";
import { NodeTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { useNodeActions } from "./use-node-actions.ts";

// It is loaded when a node is first opened.
const NodeDrawer = lazy(async () => ({ default: (await import("./drawer.tsx")).NodeDrawer }));

const route = getRouteApi("/guarded/nodes");

/** The API reference names the routes and the flow of a node. */
const GUIDE = "/api/docs#tag/nodes";

export function NodesPage() {
  const { t } = useTexts(texts);
  const { id, deleted = false } = readNodeSearch({ ...route.useSearch() });
  // Once shown it stays, so that it closes with its motion.
  const hadDrawer = useRef(false);
  if (id !== undefined) hadDrawer.current = true;
  const navigate = route.useNavigate();
  const change = (part: Partial<NodeSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const list = useInfiniteQuery(nodeList(deleted));
  const nodes = loadedItems(list.data);
  const form = useDialog<"new">();
  const issuedKey = useDialog<string>();
  const actions = useNodeActions(issuedKey.open);
  return (
    <PageFrame
      title={t("nav.nodes")}
      testId="nodes"
      actions={
        <AddButton route="POST /api/v1/nodes" onClick={() => form.open("new")} data-testid="add-node">
          {t("nodes.add")}
        </AddButton>
      }
    >
      <div className="filters">
        <ShowDeleted checked={deleted} onChange={(shown) => change({ deleted: shown || undefined })} />
      </div>
      <ListStatus
        list={list}
        empty={
          nodes.length === 0 && (
            <EmptyState title={t("nodes.emptyTitle")} hint={t("nodes.emptyHint")}>
              <Flex gap={8} justify="center" wrap>
                <AddButton route="POST /api/v1/nodes" onClick={() => form.open("new")}>
                  {t("nodes.add")}
                </AddButton>
                <Button href={GUIDE} target="_blank" rel="noopener">
                  {t("nodes.guide")}
                </Button>
              </Flex>
            </EmptyState>
          )
        }
      />
      {nodes.length > 0 && (
        <>
          <NodeTable nodes={nodes} onOpen={(opened) => change({ id: opened })} actions={actions} />
          <LoadMore shown={nodes.length} list={list} />
        </>
      )}
      {form.subject && (
        <NodeForm
          key={`form ${form.turn}`}
          open={form.isOpen}
          onClose={form.close}
          onIssued={issuedKey.open}
        />
      )}
      {issuedKey.subject && (
        <SecretDialog
          key={`key ${issuedKey.turn}`}
          open={issuedKey.isOpen}
          title={t("nodes.keyTitle")}
          hint={t("nodes.keyHint")}
          secret={issuedKey.subject}
          onClose={issuedKey.close}
        >
          <div>
            <p className="small muted">{t("nodes.startIt")}</p>
            <CopyLine
              text={startCommand({ origin: window.location.origin, key: issuedKey.subject, sha256 })}
              label={t("nodes.startCommand")}
              testId="start-node"
            />
          </div>
        </SecretDialog>
      )}
      <Suspense>
        {(id !== undefined || hadDrawer.current) && (
          <NodeDrawer id={id} onClose={() => change({ id: undefined })} />
        )}
      </Suspense>
    </PageFrame>
  );
}
