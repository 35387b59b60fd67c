/** Checks whether the caller may use a route. Every operation carries this check, built from its `access`. */
import type { MiddlewareHandler } from "hono";
import type { Scope } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { may, permissionKey } from "../../iam/permissions/principal.ts";
import type { ApiEnv } from "../http/context.ts";

/**
 * Who may call a route: `public` lets everybody in; `anyone` a signed-in person or an API key; `person` a signed-in
 * person only; a scope lets in people with the route's permission and keys with that scope.
 */
export type Access = "public" | "anyone" | "person" | Scope;

export function authorize(access: Access, method: string, path: string): MiddlewareHandler<ApiEnv> {
  const key = permissionKey(method, path);
  return async (c, next) => {
    if (access === "public") return next();
    const principal = c.get("principal");
    if (!principal) throw new ApiError("unauthorized", "sign in first");
    if (access === "person" && principal.sessionId === null) {
      throw new ApiError("forbidden", "only a person who signed in may do this, no API key");
    }
    if (access === "person" || access === "anyone") return next();
    if (principal.mustChangePassword) {
      throw new ApiError(
        "password_change_required",
        "change your password first: POST /api/v1/auth/password",
      );
    }
    if (!may(principal, key, access)) {
      throw new ApiError("forbidden", `not permitted: ${key} (scope ${access})`);
    }
    await next();
  };
}
