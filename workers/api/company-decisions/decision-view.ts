import type { z } from "@hono/zod-openapi";
import type { CompanyDecision } from "../../db/company-decision-schema.ts";
import type { CompanyDecisionView } from "../company-pairs/pair-view.ts";

export const decisionView = (decision: CompanyDecision): z.infer<typeof CompanyDecisionView> => ({
  id: decision.id,
  verdict: decision.verdict,
  one: decision.one,
  others: decision.others,
  note: decision.note,
  evidence: decision.evidence,
  decided_by: decision.decidedBy,
  decided_at: decision.decidedAt,
  undone_by: decision.undoneBy,
  undone_at: decision.undoneAt,
  applied_at: decision.appliedAt,
});
