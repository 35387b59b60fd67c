/** Which actions a keyword allows now, and which of them are confirmed first. */
import type { Keyword, KeywordAction } from "../../../../shared/contracts/keyword.ts";
import { possibleActions } from "../../../../shared/domain/keyword-state.ts";
import type { ApiRoute } from "../../../../workers/api/client-type.ts";

/** They discard something, so the dashboard asks before it sends them. */
const DESTRUCTIVE = ["restart", "skip", "delete"] as const satisfies readonly KeywordAction[];
export type DestructiveAction = (typeof DESTRUCTIVE)[number];

export const isDestructive = (action: KeywordAction): action is DestructiveAction =>
  DESTRUCTIVE.some((item) => item === action);

/** The route that performs an action. */
export function routeOf(action: KeywordAction): ApiRoute {
  if (action === "delete") return "DELETE /api/v1/keywords/{id}";
  if (action === "restore") return "POST /api/v1/keywords/{id}/restore";
  return "POST /api/v1/keywords/{id}/actions/{action}";
}

export function actionsOf(keyword: Keyword): KeywordAction[] {
  const finished = keyword.run?.finished_at ?? null;
  return possibleActions({
    state: keyword.state,
    deleted: keyword.deleted_at !== null,
    hasSavedPages: keyword.run !== null && finished === null && keyword.run.pages > 0,
  });
}

/** The action that a person most likely wants: it is a button in the row, the others are in the menu. */
const LIKELY: readonly KeywordAction[] = ["restore", "resume", "retry", "run", "pause"];

export function likelyAction(actions: readonly KeywordAction[]): KeywordAction | null {
  return LIKELY.find((action) => actions.includes(action)) ?? null;
}
