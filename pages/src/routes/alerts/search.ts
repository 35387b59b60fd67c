/** The address of the alerts page: its tab, filters, and what is open. */
import {
  ALERT_SEVERITIES,
  ALERT_STATES,
  type AlertSeverity,
  type AlertState,
  MESSAGE_STATES,
  type MessageState,
} from "../../../../shared/contracts/alert.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { readOneOf, readText } from "../search-values.ts";

export const TABS = ["alerts", "rules", "channels", "messages"] as const;
export type AlertTab = (typeof TABS)[number];

/** Open alerts are shown unless the address says otherwise. */
export const STATE_FILTERS = ["open", "all", ...ALERT_STATES] as const;

export interface AlertSearch {
  /** The list of alerts when left out. */
  tab?: AlertTab | undefined;
  /** Open ones when left out. */
  state?: AlertState | "all" | undefined;
  severity?: AlertSeverity | undefined;
  platform?: Platform | undefined;
  rule?: string | undefined;
  /** Messages in this state are shown. */
  message?: MessageState | undefined;
  /** Id of the alert whose details are open. */
  open?: string | undefined;
  /** Id of the rule or channel that is edited; `new` for one that is made. */
  edit?: string | undefined;
}

const readId = (value: unknown) => readText(value)?.slice(0, 36);

export const readAlertSearch = (raw: Record<string, unknown>): AlertSearch => ({
  tab: readOneOf(raw.tab, TABS),
  state: readOneOf(raw.state, ["all", ...ALERT_STATES]),
  severity: readOneOf(raw.severity, ALERT_SEVERITIES),
  platform: readOneOf(raw.platform, PLATFORMS),
  rule: readId(raw.rule),
  message: readOneOf(raw.message, MESSAGE_STATES),
  open: readId(raw.open),
  edit: readId(raw.edit),
});
