import { createAlertRule } from "./create.ts";
import { deleteAlertRule } from "./delete.ts";
import { listAlertRules } from "./list.ts";
import { findAlertPeople } from "./people.ts";
import { previewAlertRule } from "./preview.ts";
import { resetAlertRule } from "./reset.ts";
import { restoreAlertRule } from "./restore.ts";
import { showAlertRule } from "./show.ts";
import { updateAlertRule } from "./update.ts";

export const alertRuleOperations = [
  listAlertRules,
  createAlertRule,
  // These paths stand before the route that takes any id.
  previewAlertRule,
  findAlertPeople,
  showAlertRule,
  updateAlertRule,
  deleteAlertRule,
  restoreAlertRule,
  resetAlertRule,
] as const;
