/** Answers 405 with `Allow` when the path exists under another method. */
import type { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { ApiError } from "../../../shared/errors/codes.ts";
import { sendError } from "../http/answers.ts";
import type { ApiEnv } from "../http/context.ts";

export const wrongMethod = (app: Hono<ApiEnv>) =>
  methodNotAllowed({
    app,
    onMethodNotAllowed: (c, methods) => {
      c.header("allow", methods.join(", "));
      return sendError(
        c,
        new ApiError("method_not_allowed", `${c.req.method} is not allowed; allowed: ${methods.join(", ")}`),
      );
    },
  });
