/** One line of the audit log for each write of a person, and for each that was refused for want of permission. */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { type ApiEnv, clientIp, type IsRoute } from "../http/context.ts";
import { isWrite } from "./authenticate.ts";

const FORBIDDEN = 403;
const MOST_AGENT = 300;

/** A bad request changed nothing; a fault of ours may have. */
const isWorthIt = (status: number) => status < 400 || status >= 500 || status === FORBIDDEN;

/** @param isMachine routes that programs call many times a minute: D1 hears nothing of them */
export const auditWrites =
  (isMachine: IsRoute): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    await next();
    if (isMachine(c.req.method, routePath(c, -1))) return;
    const told = c.get("audit");
    const { status } = c.res;
    if (!told && !(isWrite(c.req.method) && isWorthIt(status))) return;
    const { people, clock } = c.get("services");
    const principal = c.get("principal");
    const entry = {
      at: clock.now(),
      userId: principal?.userId ?? told?.userId ?? null,
      actor: principal?.label ?? told?.actor ?? "anonymous",
      ip: clientIp(c),
      userAgent: (c.req.header("user-agent") ?? "").slice(0, MOST_AGENT),
      method: c.req.method,
      route: routePath(c, -1),
      path: c.req.path,
      status,
      requestId: c.get("requestId"),
      action: told?.action ?? null,
      record: told?.record ?? null,
      before: told?.before,
      after: told?.after,
    };
    try {
      await people.audit.add(entry);
    } catch (error) {
      // The write has happened: the log of the Worker is the second place where it is told.
      c.get("logger").error("audit line could not be stored", { entry, error });
    }
  };
