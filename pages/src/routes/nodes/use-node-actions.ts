/** What a person does to a crawler node. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import {
  commandNode,
  createNodeKey,
  deleteNode,
  NODES_KEY,
  restoreNode,
  type SimpleCommand,
} from "../../api/nodes.ts";
import type { CrawlerNode } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useUndoNotice } from "../../ui/undo-notice.tsx";
import { texts } from "./texts.ts";

export type NodeActions = ReturnType<typeof useNodeActions>;

/** @param onKey shows a new key, once */
export function useNodeActions(onKey: (key: string) => void) {
  const { t } = useTexts(texts);
  const { modal, message } = App.useApp();
  const notifyFailure = useFailureNotice();
  const offerUndo = useUndoNotice();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: NODES_KEY });
  const common = { onError: notifyFailure, onSettled };

  const command = useMutation({
    mutationFn: ({ node, kind }: { node: CrawlerNode; kind: SimpleCommand }) => commandNode(node.id, kind),
    onSuccess: (_, { node }) => void message.success(t("nodes.commandSent", { name: node.name })),
    ...common,
  });
  const restore = useMutation({
    mutationFn: ({ id }: CrawlerNode) => restoreNode(id),
    onSuccess: (_, { name }) => void message.success(t("app.restored", { name })),
    ...common,
  });
  const remove = useMutation({
    mutationFn: ({ id }: CrawlerNode) => deleteNode(id),
    onSuccess: (_, node) =>
      offerUndo(`undo-${node.id}`, t("app.deleted", { name: node.name }), () => restore.mutate(node)),
    ...common,
  });
  const newKey = useMutation({
    mutationFn: ({ id }: CrawlerNode) => createNodeKey(id),
    onSuccess: ({ key }) => onKey(key),
    ...common,
  });
  const ask = (title: string, content: string, okText: string, onOk: () => void) =>
    void modal.confirm({
      title,
      content,
      okText,
      okButtonProps: { danger: true, "data-testid": "confirm" },
      onOk,
    });

  return {
    restore: (node: CrawlerNode) => restore.mutate(node),
    tell: (node: CrawlerNode, kind: SimpleCommand) =>
      kind === "stop"
        ? ask(t("nodes.stopTitle", { name: node.name }), t("nodes.stopHint"), t("nodes.command.stop"), () =>
            command.mutate({ node, kind }),
          )
        : command.mutate({ node, kind }),
    newKey: (node: CrawlerNode) =>
      ask(t("nodes.newKeyTitle", { name: node.name }), t("nodes.newKeyHint"), t("nodes.newKey"), () =>
        newKey.mutate(node),
      ),
    remove: (node: CrawlerNode) =>
      ask(t("app.deleteTitle", { name: node.name }), t("nodes.deleteHint"), t("app.delete"), () =>
        remove.mutate(node),
      ),
  };
}
