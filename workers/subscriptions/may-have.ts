/** Whether a delivery of a webhook may still be sent: one of a subscription lives and dies with its owner's rights. */
import type { MayHave } from "../webhooks/create-webhooks.ts";
import { refusal, type SubscriberRights } from "./create-subscriptions.ts";
import type { SubscriptionStore } from "./subscription-store.ts";

export const mayHaveDelivery =
  (
    store: Pick<SubscriptionStore, "find">,
    rightsOf: (userId: string) => Promise<SubscriberRights | null>,
  ): MayHave =>
  async ({ subscriptionId }) => {
    if (subscriptionId === null) return { refused: null, mask: false };
    const subscription = await store.find(subscriptionId);
    if (!subscription?.enabled || subscription.deletedAt !== null)
      return { refused: "the subscription has ended" };
    const rights = await rightsOf(subscription.ownerId);
    const refused = refusal(rights, subscription);
    return refused === null ? { refused, mask: rights?.seesRecruiters !== true } : { refused };
  };
