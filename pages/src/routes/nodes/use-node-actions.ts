/** The actions on a crawler node. */
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
import { useConfirm } from "../../ui/use-confirm.ts";
import { useDeletion } from "../../ui/use-deletion.ts";
import { texts } from "./texts.ts";

export type NodeActions = ReturnType<typeof useNodeActions>;

/** @param onKey shows a new key, which the API sends only once */
export function useNodeActions(onKey: (key: string) => void) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const notifyFailure = useFailureNotice();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: NODES_KEY });
  const common = { onError: notifyFailure, onSettled };

  const command = useMutation({
    mutationFn: ({ node, kind }: { node: CrawlerNode; kind: SimpleCommand }) => commandNode(node.id, kind),
    onSuccess: (_, { node }) => void message.success(t("nodes.commandSent", { name: node.name })),
    ...common,
  });
  const deletion = useDeletion<CrawlerNode>({
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
    remove: deleteNode,
    restore: restoreNode,
    onRestored: ({ name }) => void message.success(t("app.restored", { name })),
    onSettled,
  });
  const newKey = useMutation({
    mutationFn: ({ id }: CrawlerNode) => createNodeKey(id),
    onSuccess: ({ key }) => onKey(key),
    ...common,
  });

  return {
    restore: deletion.restore,
    command: (node: CrawlerNode, kind: SimpleCommand) => {
      if (kind !== "stop") return command.mutate({ node, kind });
      confirm({
        title: t("nodes.stopTitle", { name: node.name }),
        content: t("nodes.stopHint"),
        okText: t("nodes.command.stop"),
        onOk: () => command.mutate({ node, kind }),
      });
    },
    newKey: (node: CrawlerNode) =>
      confirm({
        title: t("nodes.newKeyTitle", { name: node.name }),
        content: t("nodes.newKeyHint"),
        okText: t("nodes.newKey"),
        onOk: () => newKey.mutate(node),
      }),
    remove: (node: CrawlerNode) =>
      confirm({
        title: t("app.deleteTitle", { name: node.name }),
        content: t("nodes.deleteHint"),
        okText: t("app.delete"),
        onOk: () => deletion.remove(node),
      }),
  };
}
