import { createPushTarget } from "./create.ts";
import { deletePushTarget } from "./delete.ts";
import { discardPushFailure } from "./discard-failure.ts";
import { listPushTargets } from "./list.ts";
import { listPushFailures } from "./list-failures.ts";
import { replayPushFailure } from "./replay-failure.ts";
import { replayPushFailures } from "./replay-failures.ts";
import { restorePushTarget } from "./restore.ts";
import { rotatePushSecret } from "./rotate-secret.ts";
import { testPushTarget } from "./run-test.ts";
import { showPushTarget } from "./show.ts";
import { updatePushTarget } from "./update.ts";

export const pushTargetOperations = [
  listPushTargets,
  createPushTarget,
  showPushTarget,
  updatePushTarget,
  deletePushTarget,
  restorePushTarget,
  rotatePushSecret,
  testPushTarget,
  listPushFailures,
  replayPushFailures,
  replayPushFailure,
  discardPushFailure,
] as const;
