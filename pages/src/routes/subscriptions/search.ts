/** The address of the subscriptions page: the saved search that a new subscription is for. */
import { readText } from "../search-values.ts";

export interface SubscriptionSearch {
  /** Id of the saved search; `any` opens the form without one. */
  new?: string;
  /** Id of the subscription whose form is open. */
  edit?: string;
}

export const readSubscriptionSearch = (raw: Record<string, unknown>): SubscriptionSearch => ({
  new: readText(raw.new),
  edit: readText(raw.edit),
});
