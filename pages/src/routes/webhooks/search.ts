/** The address of the webhooks page: the log's filter, the delivery that is open, and the form. */
import {
  DELIVERY_STATES,
  type DeliveryState,
  WEBHOOK_EVENTS,
  type WebhookEvent,
} from "../../../../shared/contracts/webhook.ts";
import { readFlag, readOneOf, readText } from "../search-values.ts";

export interface WebhookSearch {
  /** Id of the endpoint whose deliveries are listed; all when absent. */
  endpoint?: string;
  state?: DeliveryState;
  event?: WebhookEvent;
  /** Id of the delivery in the drawer. */
  delivery?: string;
  /** The form of a new endpoint is open. */
  new?: true;
  /** Id of the endpoint whose form is open. */
  edit?: string;
}

export const readWebhookSearch = (raw: Record<string, unknown>): WebhookSearch => ({
  endpoint: readText(raw.endpoint),
  state: readOneOf(raw.state, DELIVERY_STATES),
  event: readOneOf(raw.event, WEBHOOK_EVENTS),
  delivery: readText(raw.delivery),
  new: readFlag(raw.new),
  edit: readText(raw.edit),
});
