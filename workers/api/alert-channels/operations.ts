import { createAlertChannel } from "./create.ts";
import { deleteAlertChannel } from "./delete.ts";
import { listAlertChannels } from "./list.ts";
import { restoreAlertChannel } from "./restore.ts";
import { testAlertChannel } from "./run-test.ts";
import { showAlertChannel } from "./show.ts";
import { updateAlertChannel } from "./update.ts";

export const alertChannelOperations = [
  listAlertChannels,
  createAlertChannel,
  showAlertChannel,
  updateAlertChannel,
  deleteAlertChannel,
  restoreAlertChannel,
  testAlertChannel,
] as const;
