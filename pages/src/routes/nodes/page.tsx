/** The nodes page: which crawler nodes there are, their state, and their commands. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
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
import { NodeDrawer } from "./drawer.tsx";
import { NodeForm } from "./node-form.tsx";
import { NodeTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { useNodeActions } from "./use-node-actions.ts";

export function NodesPage() {
  const { t } = useTexts(texts);
  const [deleted, setDeleted] = useState(false);
  const list = useInfiniteQuery(nodeList(deleted));
  const nodes = loadedItems(list.data);
  const form = useDialog<"new">();
  const issuedKey = useDialog<string>();
  const detail = useDialog<string>();
  const actions = useNodeActions(issuedKey.open);
  const start = `JOBDATA_API=${window.location.origin} JOBDATA_KEY=${issuedKey.subject} npx jobdata-node --pretty`;
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
        <ShowDeleted checked={deleted} onChange={setDeleted} />
      </div>
      <ListStatus
        list={list}
        empty={nodes.length === 0 && <EmptyState title={t("nodes.emptyTitle")} hint={t("nodes.emptyHint")} />}
      />
      {nodes.length > 0 && (
        <>
          <NodeTable nodes={nodes} onOpen={detail.open} actions={actions} />
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
            <CopyLine text={start} label={t("nodes.startCommand")} testId="start-node" />
          </div>
        </SecretDialog>
      )}
      {detail.subject && (
        <NodeDrawer key={detail.turn} id={detail.subject} open={detail.isOpen} onClose={detail.close} />
      )}
    </PageFrame>
  );
}
