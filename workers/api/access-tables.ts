/** What middlewares and permissions need to know about every route, derived from the operations. */
import type { Scope } from "../../shared/contracts/access.ts";
import type { RoutePermission } from "../iam/permissions/sync-permissions.ts";
import { OPERATIONS } from "./operations.ts";

const SIGN_IN_TAG = "sign-in";

const isPermission = (access: string): access is Scope => !["public", "anyone", "person"].includes(access);

/** The permissions that a role can be granted: one per route that requires one. */
export const ROUTE_PERMISSIONS: readonly RoutePermission[] = OPERATIONS.flatMap(({ access, route }) =>
  isPermission(access)
    ? [{ method: route.method.toUpperCase(), path: route.path, scope: access, summary: route.summary ?? "" }]
    : [],
);

const PUBLIC = new Set<string>(
  OPERATIONS.flatMap(({ access, route }) =>
    access === "public" ? [`${route.method.toUpperCase()} ${route.path}`] : [],
  ),
);

/** Compares the request's path as it is, because no public route has a parameter. */
export const isPublic = (method: string, path: string): boolean =>
  PUBLIC.has(`${method === "HEAD" ? "GET" : method} ${path}`);

/** A route as the router names it: parameters with colons. */
const routedAs = (route: (typeof OPERATIONS)[number]["route"]) =>
  `${route.method.toUpperCase()} ${route.getRoutingPath()}`;

const ROUTED = new Set<string>(OPERATIONS.map(({ route }) => routedAs(route)));

/** True for a route of the API. @param pattern as for `isMachine` */
export const isRoute = (method: string, pattern: string): boolean =>
  ROUTED.has(`${method === "HEAD" ? "GET" : method} ${pattern}`);

const MACHINE = new Set<string>(
  OPERATIONS.flatMap(({ machine, route }) => (machine ? [routedAs(route)] : [])),
);

/**
 * Routes that programs call many times a minute.
 * @param pattern the route's path, as `routePath` of hono gives it
 */
export const isMachine = (method: string, pattern: string): boolean => MACHINE.has(`${method} ${pattern}`);

const OWN_BODY = new Set<string>(
  OPERATIONS.flatMap(({ ownBody, route }) => (ownBody ? [routedAs(route)] : [])),
);

/** Routes that limit their body themselves. @param pattern as for `isMachine` */
export const readsOwnBody = (method: string, pattern: string): boolean =>
  OWN_BODY.has(`${method} ${pattern}`);

const SIGN_IN = new Set<string>(
  OPERATIONS.flatMap(({ route }) => (route.tags?.includes(SIGN_IN_TAG) ? [route.path] : [])),
);

/** Routes that take a password, a code or a one-time token. */
export const isSignIn = (path: string): boolean => SIGN_IN.has(path);
