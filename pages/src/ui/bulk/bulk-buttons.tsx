/** What can be done with a bulk action: abort it while it goes on, download the result of each record. */
import { DownloadOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Flex } from "antd";
import {
  abortBulk,
  BULK_KEY,
  type BulkActionView,
  bulkFileAddress,
  hasBulkEnded,
} from "../../api/bulk-actions.ts";
import { useCan } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../failure-notice.tsx";
import { useConfirm } from "../use-confirm.ts";
import { useNow } from "../use-now.ts";
import { texts } from "./texts.ts";

export function BulkButtons({ action }: { action: BulkActionView }) {
  const { t, language } = useTexts(texts);
  const { message } = App.useApp();
  const can = useCan();
  const confirm = useConfirm();
  const now = useNow();
  const client = useQueryClient();
  const { id, state, left, results_until: until } = action;
  const abort = useMutation({
    mutationFn: () => abortBulk(id),
    onSuccess: () => void message.success(t("bulk.aborted")),
    onError: useFailureNotice(),
    onSettled: () => client.invalidateQueries({ queryKey: BULK_KEY }),
  });
  if (!hasBulkEnded(state)) {
    if (!can("POST /api/v1/bulk-actions/{id}/abort")) return null;
    return (
      <Button
        size="small"
        danger
        disabled={state === "stopping"}
        loading={abort.isPending}
        onClick={() =>
          confirm({
            title: t("bulk.abortTitle"),
            content: t("bulk.abortHint", { left: formatCount(left, language) }),
            okText: t("bulk.abort"),
            onOk: () => abort.mutate(),
          })
        }
        data-testid="bulk-abort"
      >
        {t("bulk.abort")}
      </Button>
    );
  }
  if (until <= now || !can("GET /api/v1/bulk-actions/{id}/file")) return null;
  return (
    <Flex gap={8} wrap>
      {(["csv", "jsonl"] as const).map((format) => (
        <Button
          key={format}
          size="small"
          icon={<DownloadOutlined />}
          href={bulkFileAddress(id, format)}
          download
          data-testid={`bulk-${format}`}
        >
          {t(`bulk.${format}`)}
        </Button>
      ))}
    </Flex>
  );
}
