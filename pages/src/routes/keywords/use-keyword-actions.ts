/** Sends actions on keywords: asks before destructive ones, reports the result, offers to undo a deletion. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import type { Keyword, KeywordAction } from "../../../../shared/contracts/keyword.ts";
import { actOnKeyword, actOnKeywords, refreshKeywords } from "../../api/keywords.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useUndoNotice } from "../../ui/undo-notice.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { type DestructiveAction, isDestructive } from "./actions.ts";
import { texts } from "./texts.ts";

interface ActionRequest {
  action: KeywordAction;
  keywords: Keyword[];
}

export function useKeywordActions() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const notifyFailure = useFailureNotice();
  const offerUndo = useUndoNotice();
  const client = useQueryClient();

  const mutation = useMutation({
    mutationFn: async ({ action, keywords }: ActionRequest) => {
      const [only] = keywords;
      if (only && keywords.length === 1) {
        await actOnKeyword(only.id, action);
        return { done: keywords, refused: 0 };
      }
      const ids = keywords.map(({ id }) => id);
      const { items, refused } = await actOnKeywords(ids, action);
      const succeeded = new Set(items.filter(({ ok }) => ok).map(({ id }) => id));
      return { done: keywords.filter(({ id }) => succeeded.has(id)), refused };
    },
    onSuccess: ({ done, refused }, { action }) => {
      if (action === "delete" && done.length > 0) {
        offerUndo(`undo-${done[0]?.id}`, resultText("delete", done, refused), () =>
          mutation.mutate({ action: "restore", keywords: done }),
        );
      } else void message[refused > 0 ? "warning" : "success"](resultText(action, done, refused));
    },
    onError: notifyFailure,
    onSettled: () => refreshKeywords(client),
  });

  function resultText(action: KeywordAction, done: Keyword[], refused: number): string {
    const name = t(`keywords.done.${action}`);
    const [only] = done;
    if (refused > 0) return t("keywords.actedSome", { action: name, done: done.length, refused });
    if (only && done.length === 1) return t("keywords.acted", { action: name, keyword: only.keyword });
    return t("keywords.actedMany", { action: name, number: done.length });
  }

  function question(action: DestructiveAction, keywords: Keyword[]): string {
    const [only] = keywords;
    return only && keywords.length === 1
      ? t(`keywords.confirm.${action}`, { keyword: only.keyword })
      : t(`keywords.confirm.${action}Many`, { number: keywords.length });
  }

  function act(action: KeywordAction, keywords: Keyword[]) {
    if (!isDestructive(action)) return mutation.mutate({ action, keywords });
    confirm({
      title: question(action, keywords),
      content: t(`keywords.actionHint.${action}`),
      okText: t(`keywords.action.${action}`),
      onOk: () => mutation.mutate({ action, keywords }),
    });
  }

  return { act, pending: mutation.isPending };
}
