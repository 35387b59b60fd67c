import { createSubscription } from "./create.ts";
import { deleteSubscription } from "./delete.ts";
import { listSubscriptions } from "./list.ts";
import { renewSubscriptionFeed } from "./renew-feed.ts";
import { updateSubscription } from "./update.ts";

export const subscriptionOperations = [
  listSubscriptions,
  createSubscription,
  updateSubscription,
  deleteSubscription,
  renewSubscriptionFeed,
] as const;
