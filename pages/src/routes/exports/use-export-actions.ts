/** The actions on an export: link, revoke, cancel, delete. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { cancelExport, deleteExport, EXPORTS_KEY, linkExport, revokeExportLink } from "../../api/exports.ts";
import type { ExportView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { texts } from "./texts.ts";

/** A link works this long. */
const LINK_HOURS = 24;

export interface IssuedLink {
  url: string;
  expires_at: number;
}

export interface ExportActions {
  link(item: ExportView): void;
  revoke(item: ExportView): void;
  cancel(item: ExportView): void;
  remove(item: ExportView): void;
}

export function useExportActions(onLink: (link: IssuedLink) => void): ExportActions {
  const { t, language } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const onError = useFailureNotice();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: EXPORTS_KEY });
  const link = useMutation({
    mutationFn: ({ id }: ExportView) => linkExport(id, LINK_HOURS),
    onSuccess: onLink,
    onError,
    onSettled,
  });
  const revoke = useMutation({
    mutationFn: ({ id }: ExportView) => revokeExportLink(id),
    onSuccess: () => void message.success(t("exports.revoked")),
    onError,
    onSettled,
  });
  const cancel = useMutation({
    mutationFn: ({ id }: ExportView) => cancelExport(id),
    onSuccess: () => void message.success(t("exports.cancelled")),
    onError,
    onSettled,
  });
  const remove = useMutation({
    mutationFn: ({ id }: ExportView) => deleteExport(id),
    onSuccess: () => void message.success(t("exports.deletedNow")),
    onError,
    onSettled,
  });
  return {
    link: (item) => link.mutate(item),
    revoke: (item) => revoke.mutate(item),
    cancel: (item) => cancel.mutate(item),
    remove: (item) =>
      confirm({
        title: t("exports.deleteTitle"),
        content: t("exports.deleteHint", { rows: formatCount(item.rows_done, language) }),
        okText: t("app.delete"),
        onOk: () => remove.mutate(item),
      }),
  };
}
