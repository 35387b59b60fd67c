/** The one shape of all answers: `{code, message, data, request_id}`; lists are `{items, next_cursor}`. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type ApiError, ERROR_CODES, type ErrorCode } from "../../../shared/errors/codes.ts";
import type { ApiEnv } from "./context.ts";

const json = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { "application/json": { schema } },
});

export const Instant = z.number().int().describe("Unix time in milliseconds");

/** A good answer of a route, for its `responses`. */
export const answer = <T extends z.ZodType>(description: string, data: T) =>
  json(description, z.object({ code: z.literal(0), message: z.string(), data, request_id: z.string() }));

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable().describe("Null on the last page") });

export const Problem = z.object({
  field: z.string(),
  reason: z.string(),
  index: z.number().int().optional().describe("Item of the list, from 0"),
  line: z.number().int().optional().describe("Line of the file, from 1"),
});

const ErrorAnswer = z
  .object({
    code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    data: z.object({ problems: z.array(Problem) }).nullable(),
    request_id: z.string(),
  })
  .openapi("Error");

const errorAnswer = json("Error", ErrorAnswer);

/** Error answers of a route, for its `responses`: those given, and 401, 403, 429, 500, 503 that any route has. */
export const errors = <S extends number = never>(...statuses: S[]) =>
  Object.fromEntries([...statuses, 401, 403, 429, 500, 503].map((status) => [status, errorAnswer])) as Record<
    S | 401 | 403 | 429 | 500 | 503,
    typeof errorAnswer
  >;

/** Data of a good answer in the common shape. */
export const good = <T>(c: Context<ApiEnv>, data: T, message: string) => ({
  code: 0 as const,
  message,
  data,
  request_id: c.get("requestId"),
});

/** Writes a good answer. */
export const ok = <T>(c: Context<ApiEnv>, data: T, message = "ok") => c.json(good(c, data, message), 200);

/** Writes a good answer about something new. */
export const created = <T>(c: Context<ApiEnv>, data: T) => c.json(good(c, data, "created"), 201);

/** Writes an error; only the translator calls it, handlers throw. */
export const fail = (
  c: Context<ApiEnv>,
  { code, message, problems, status, retryAfterSeconds }: ApiError,
) => {
  if (retryAfterSeconds !== null) c.header("retry-after", String(retryAfterSeconds));
  return c.json(
    {
      code,
      message,
      data: problems.length > 0 ? { problems } : null,
      request_id: c.get("requestId"),
    },
    status,
  );
};
