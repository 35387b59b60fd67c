/** How an operation is put together: what it needs of its caller, its described route and its handler. */
import type { RouteConfig, RouteHandler } from "@hono/zod-openapi";
import type { ApiEnv } from "./http/context.ts";
import { type Access, authorize } from "./middleware/authorize.ts";
import { maskRecruiters } from "./middleware/mask-recruiters.ts";

interface WithExamples {
  content: Record<string, { example: unknown }>;
}

/**
 * A route with a name, and with an example of each body and each answer: without them it does not compile.
 */
export type DescribedRoute = RouteConfig & {
  /** Name of the operation in generated clients: the name of its export. */
  operationId: string;
  request?: { body?: WithExamples };
  /** A body that the handler reads itself. */
  requestBody?: WithExamples;
  responses: Record<string, WithExamples>;
};

/** How an operation differs from those that people use. */
interface OperationKind {
  /**
   * Programs call it many times a minute: it has a rate limit of its own and writes no line of the audit log, so
   * that no call writes to D1.
   */
  machine?: boolean;
  /** The handler reads and limits the body itself. */
  ownBody?: boolean;
}

/** Joins access, route and handler; `operations.ts` of the noun lists the result. */
export const operation = <R extends DescribedRoute>(
  access: Access,
  route: R,
  handler: RouteHandler<R, ApiEnv>,
  { machine = false, ownBody = false }: OperationKind = {},
) => ({
  access,
  machine,
  ownBody,
  // In place: `createRoute` adds a non-enumerable method that a copy would lose.
  route: Object.assign(route, {
    middleware: [authorize(access, route.method, route.path), maskRecruiters(route)],
    ...(access === "public" && { security: [] }),
  }),
  handler,
});
