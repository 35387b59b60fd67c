import { acknowledgeAlert } from "./acknowledge.ts";
import { acknowledgeAlerts } from "./acknowledge-many.ts";
import { listAlerts } from "./list.ts";
import { showAlert } from "./show.ts";
import { showAlertCounts } from "./show-counts.ts";
import { unacknowledgeAlert } from "./unacknowledge.ts";

export const alertOperations = [
  listAlerts,
  // These paths stand before the route that takes any id.
  showAlertCounts,
  acknowledgeAlerts,
  showAlert,
  acknowledgeAlert,
  unacknowledgeAlert,
] as const;
