/** The API: middlewares for every request, then all operations. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { requestId } from "hono/request-id";
import { isMachine, isPublic, isSignIn, readsOwnBody } from "./access-tables.ts";
import { OPENAPI_PATH } from "./docs/show-openapi.ts";
import type { ApiEnv } from "./http/context.ts";
import { pathWithEncodedKey } from "./http/slash-keys.ts";
import { auditWrites } from "./middleware/audit-writes.ts";
import { authenticate } from "./middleware/authenticate.ts";
import { bindServices } from "./middleware/bind-services.ts";
import { limitBody } from "./middleware/body-limit.ts";
import { routeNotFound, translateError, validationHook } from "./middleware/error-translator.ts";
import { rateLimit } from "./middleware/rate-limit.ts";
import { requestLog } from "./middleware/request-log.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { wrongMethod } from "./middleware/wrong-method.ts";
import { describeOnce } from "./openapi/describe-once.ts";
import { OPERATIONS } from "./operations.ts";
import { routeKindOf } from "./route-kind.ts";
import type { Services } from "./services.ts";

/**
 * Builds the app.
 * @param servicesOf builds (or finds) the services of an environment; a ConfigError thrown here answers 503
 */
export function createApp<E extends object>(servicesOf: (env: E) => Services) {
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: validationHook, getPath: pathWithEncodedKey });
  app.onError(translateError);
  app.notFound(routeNotFound);
  app.use(requestId({ limitLength: 64 }), requestLog(routeKindOf), securityHeaders, wrongMethod(app));
  app.use(OPENAPI_PATH, describeOnce(app));
  app.use(
    "/api/v1/*",
    bindServices(servicesOf),
    authenticate(isPublic),
    rateLimit(isSignIn, isMachine),
    auditWrites(isMachine),
    limitBody(readsOwnBody),
  );
  return app.openapiRoutes(OPERATIONS);
}
