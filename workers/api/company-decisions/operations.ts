import { createCompanyDecision } from "./create.ts";
import { listCompanyDecisions } from "./list.ts";
import { undoCompanyDecision } from "./undo.ts";

export const companyDecisionOperations = [
  listCompanyDecisions,
  createCompanyDecision,
  undoCompanyDecision,
] as const;
