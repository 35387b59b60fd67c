import { createJobDecision } from "./create.ts";
import { listJobDecisions } from "./list.ts";
import { undoJobDecision } from "./undo.ts";

export const jobDecisionOperations = [listJobDecisions, createJobDecision, undoJobDecision] as const;
