/**
 * Hides contacts of recruiters from callers whose roles do not show them: every answer of an operation passes here,
 * so that no route has to think of it.
 */
import type { MiddlewareHandler } from "hono";
import { maskAnswer } from "../../../shared/platforms/recruiter-mask.ts";
import type { ApiEnv } from "../http/context.ts";

/** Nouns whose texts are about colleagues: their mail addresses are what the route is for. */
const ABOUT_COLLEAGUES: ReadonlySet<string> = new Set([
  "api-keys",
  "auth",
  "departments",
  "menus",
  "permissions",
  "roles",
  "scopes",
  "users",
]);
/** What a crawler node is lent: cookies and passwords must arrive as they are. It shows them to nobody. */
const NODE_PROTOCOL = "node protocol";

/** @returns true when an answer of the route may hold text that came from outside */
export const showsForeignText = ({ path, tags }: { path: string; tags?: string[] }): boolean =>
  !ABOUT_COLLEAGUES.has(path.split("/")[3] ?? "") && !tags?.includes(NODE_PROTOCOL);

export function maskRecruiters(route: { path: string; tags?: string[] }): MiddlewareHandler<ApiEnv> {
  const foreign = showsForeignText(route);
  return async (c, next) => {
    if (foreign && c.get("principal")?.seesRecruiters === false) c.set("mask", maskAnswer);
    await next();
  };
}
