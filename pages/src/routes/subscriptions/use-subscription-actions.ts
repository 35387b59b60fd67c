/** The actions on a subscription: switch, renew the links of a feed, end. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import {
  deleteSubscription,
  renewFeed,
  SUBSCRIPTIONS_KEY,
  updateSubscription,
} from "../../api/subscriptions.ts";
import type { SubscriptionView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { texts } from "./texts.ts";

export interface FeedLinks {
  atom_url: string;
  json_url: string;
}

export interface SubscriptionActions {
  toggle(subscription: SubscriptionView): void;
  renew(subscription: SubscriptionView): void;
  remove(subscription: SubscriptionView): void;
}

export function useSubscriptionActions(onLinks: (links: FeedLinks) => void): SubscriptionActions {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const onError = useFailureNotice();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: SUBSCRIPTIONS_KEY });
  const shared = { onError, onSettled };
  const toggle = useMutation({
    mutationFn: ({ id, enabled }: SubscriptionView) => updateSubscription(id, { enabled: !enabled }),
    ...shared,
  });
  const renew = useMutation({
    mutationFn: ({ id }: SubscriptionView) => renewFeed(id),
    onSuccess: onLinks,
    ...shared,
  });
  const remove = useMutation({
    mutationFn: ({ id }: SubscriptionView) => deleteSubscription(id),
    onSuccess: () => void message.success(t("subscriptions.done")),
    ...shared,
  });
  return {
    toggle: (subscription) => toggle.mutate(subscription),
    renew: (subscription) =>
      confirm({
        title: t("subscriptions.renewTitle", { name: subscription.search.name }),
        content: t("subscriptions.renewHint"),
        okText: t("subscriptions.renew"),
        onOk: () => renew.mutate(subscription),
      }),
    remove: (subscription) =>
      confirm({
        title: t("subscriptions.deleteTitle", { name: subscription.search.name }),
        content: t("subscriptions.deleteHint"),
        okText: t("subscriptions.end"),
        onOk: () => remove.mutate(subscription),
      }),
  };
}
