import type { KeywordRun } from "../../../../shared/contracts/keyword.ts";

/**
 * Shows a run as every node can read it: nodes of an older version reject a limit that they do not know, and need only the
 * limits that end a run.
 */
export const runForNode = (run: KeywordRun): KeywordRun =>
  run.limited_by === "quarantined" ? { ...run, limited_by: null } : run;
