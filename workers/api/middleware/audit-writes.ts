/**
 * Writes one line of the audit log for each write, and for each write that was refused for lack of
 * permission.
 */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { type ApiEnv, clientIp, type IsRoute, shownPath } from "../http/context.ts";
import { isWrite } from "./authenticate.ts";

const FORBIDDEN = 403;
const MAX_AGENT_LENGTH = 300;

/** A bad request changed nothing; an internal error may have. */
const isAudited = (status: number) => status < 400 || status >= 500 || status === FORBIDDEN;

/** @param isMachine routes that programs call many times a minute: they write no line, to spare D1 */
export const auditWrites =
  (isMachine: IsRoute): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    await next();
    if (isMachine(c.req.method, routePath(c, -1))) return;
    const auditNote = c.get("audit");
    const { status } = c.res;
    if (!auditNote && !(isWrite(c.req.method) && isAudited(status))) return;
    const { identity, clock } = c.get("services");
    const principal = c.get("principal");
    const entry = {
      at: clock.now(),
      userId: principal?.userId ?? auditNote?.userId ?? null,
      actor: principal?.label ?? auditNote?.actor ?? "anonymous",
      ip: clientIp(c),
      userAgent: (c.req.header("user-agent") ?? "").slice(0, MAX_AGENT_LENGTH),
      method: c.req.method,
      route: routePath(c, -1),
      path: shownPath(c),
      status,
      requestId: c.get("requestId"),
      action: auditNote?.action ?? null,
      record: auditNote?.record ?? null,
      before: auditNote?.before,
      after: auditNote?.after,
    };
    try {
      await identity.audit.add(entry);
    } catch (error) {
      // The write has already happened, so the audit line goes to the Worker's log instead.
      c.get("logger").error("audit line could not be stored", { entry, error });
    }
  };
