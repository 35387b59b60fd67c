/**
 * The one place that turns errors into answers. An unknown error is logged in full; the answer names only the
 * request id.
 */
import type { Hook } from "@hono/zod-openapi";
import type { ErrorHandler, NotFoundHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ConfigError } from "../../../shared/errors/config-error.ts";
import { problemsOf, validationError } from "../../../shared/errors/validation.ts";
import { ClickHouseUnavailable } from "../../clickhouse/errors.ts";
import { sendError } from "../http/answers.ts";
import { type ApiEnv, shownPath } from "../http/context.ts";

/** Errors that the validators and the router of hono throw. */
function ofHttpException(error: HTTPException): ApiError | null {
  if (error.status === 400)
    return new ApiError("invalid_json", "body: is not valid JSON", [
      { field: "body", reason: "is not valid JSON" },
    ]);
  if (error.status === 415)
    return new ApiError("unsupported_media_type", "content-type: is not one this route takes", [
      { field: "content-type", reason: "is not one this route takes" },
    ]);
  return null;
}

function toApiError(error: Error): ApiError | null {
  if (error instanceof ApiError) return error;
  if (error instanceof ConfigError) return new ApiError("dependency_unavailable", error.message);
  if (error instanceof ClickHouseUnavailable)
    return new ApiError(
      "dependency_unavailable",
      `ClickHouse is unavailable (${error.reason}); try again later`,
    );
  if (error instanceof HTTPException) return ofHttpException(error);
  return null;
}

export const translateError: ErrorHandler<ApiEnv> = (error, c) => {
  const known = toApiError(error);
  if (known && known.status < 500) return sendError(c, known);
  c.get("logger").error("request failed", { method: c.req.method, path: shownPath(c), error });
  return sendError(
    c,
    known ?? new ApiError("internal", "internal error; the log has it under this request id"),
  );
};

export const routeNotFound: NotFoundHandler<ApiEnv> = (c) =>
  sendError(c, new ApiError("not_found", `no route ${shownPath(c)}`));

const TARGETS = {
  json: "body",
  form: "body",
  query: "query",
  param: "path",
  header: "header",
  cookie: "cookie",
};

/** Runs for every validated part of a request. */
export const validationHook: Hook<unknown, ApiEnv, string, void> = (result) => {
  if (result.success) return;
  const problems = problemsOf(result.error, TARGETS[result.target]);
  if (result.target !== "query") throw validationError(problems);
  // A member that may be repeated is a list, and its caller knows it by its name.
  throw validationError(
    problems.map((problem) => ({ ...problem, field: problem.field.replace(/\..*/s, "") })),
  );
};
