/** The actions on a webhook endpoint: test, rotate, switch, replay, delete with undo. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { OVERLAP_HOURS } from "../../../../shared/contracts/webhook.ts";
import type { WebhookEndpointView } from "../../api/types.ts";
import {
  deleteEndpoint,
  replayFailed,
  restoreEndpoint,
  rotateEndpoint,
  testEndpoint,
  updateEndpoint,
  WEBHOOKS_KEY,
} from "../../api/webhooks.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { useDeletion } from "../../ui/use-deletion.ts";
import { texts } from "./texts.ts";

export interface EndpointActions {
  test(endpoint: WebhookEndpointView): void;
  rotate(endpoint: WebhookEndpointView): void;
  toggle(endpoint: WebhookEndpointView): void;
  replay(endpoint: WebhookEndpointView): void;
  remove(endpoint: WebhookEndpointView): void;
}

export function useEndpointActions(onSecret: (secret: string) => void): EndpointActions {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const onError = useFailureNotice();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: WEBHOOKS_KEY });
  const shared = { onError, onSettled };
  const test = useMutation({
    mutationFn: ({ id }: WebhookEndpointView) => testEndpoint(id),
    onSuccess: ({ status, took_ms: ms, error }) =>
      void (error === null
        ? message.success(t("webhooks.tested", { status: status ?? 0, ms: ms ?? 0 }))
        : message.error(t("webhooks.testFailed", { error }))),
    ...shared,
  });
  const rotate = useMutation({
    mutationFn: ({ id }: WebhookEndpointView) => rotateEndpoint(id, OVERLAP_HOURS),
    onSuccess: ({ secret }) => onSecret(secret),
    ...shared,
  });
  const toggle = useMutation({
    mutationFn: ({ id, enabled }: WebhookEndpointView) => updateEndpoint(id, { enabled: !enabled }),
    ...shared,
  });
  const replay = useMutation({
    mutationFn: ({ id }: WebhookEndpointView) => replayFailed(id),
    onSuccess: ({ replayed }) => void message.success(t("webhooks.replayed", { count: replayed })),
    ...shared,
  });
  const { remove } = useDeletion<WebhookEndpointView>({
    idOf: ({ id }) => id,
    nameOf: ({ description }) => description,
    remove: deleteEndpoint,
    restore: restoreEndpoint,
    onSettled,
  });
  return {
    test: (endpoint) => test.mutate(endpoint),
    rotate: (endpoint) =>
      confirm({
        title: t("webhooks.rotateTitle", { name: endpoint.description }),
        content: t("webhooks.rotateHint"),
        okText: t("webhooks.rotate"),
        danger: false,
        onOk: () => rotate.mutate(endpoint),
      }),
    toggle: (endpoint) => toggle.mutate(endpoint),
    replay: (endpoint) => replay.mutate(endpoint),
    remove,
  };
}
