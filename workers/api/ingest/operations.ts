import { actOnDeadLettersInBulk } from "./bulk-dead-letters.ts";
import { discardDeadLetter } from "./discard-dead-letter.ts";
import { listDeadLetters } from "./list-dead-letters.ts";
import { listSeenRebuilds } from "./list-seen-rebuilds.ts";
import { replayDeadLetter } from "./replay-dead-letter.ts";
import { replayDeadLetters } from "./replay-dead-letters.ts";
import { showIngestStatus } from "./show.ts";
import { showDeadLetter } from "./show-dead-letter.ts";
import { startSeenRebuilds } from "./start-seen-rebuilds.ts";

export const ingestOperations = [
  showIngestStatus,
  listDeadLetters,
  showDeadLetter,
  replayDeadLetters,
  actOnDeadLettersInBulk,
  replayDeadLetter,
  discardDeadLetter,
  listSeenRebuilds,
  startSeenRebuilds,
] as const;
