/** The one shape of all answers: `{code, message, data, request_id}`; lists are `{items, next_cursor}`. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ApiError } from "../../../shared/errors/codes.ts";
import { withCodes } from "../../../shared/errors/reasons.ts";
import { EXAMPLE_REQUEST_ID } from "../openapi/example.ts";
import type { ApiEnv } from "./context.ts";

export const Instant = z.number().int().describe("Unix time in milliseconds");

// One schema for all answers: a schema takes a kilobyte, and there are some three hundred answers.
const Success = z.literal(0);
const Text = z.string();

const successResponse = <T extends z.ZodType>(
  description: string,
  data: T,
  example: { message: string; data: unknown },
) => ({
  description,
  content: {
    "application/json": {
      schema: z.object({ code: Success, message: Text, data, request_id: Text }),
      example: { code: 0, ...example, request_id: EXAMPLE_REQUEST_ID } as unknown,
    },
  },
});

/**
 * A successful answer of a route, for its `responses`.
 * @param data schema of the answer's `data`
 * @param example a value of `data`
 */
export const okResponse = <T extends z.ZodType>(description: string, data: T, example: z.input<NoInfer<T>>) =>
  successResponse(description, data, { message: "ok", data: example });

/** As {@link okResponse}, with status 201. */
export const createdResponse = <T extends z.ZodType>(
  description: string,
  data: T,
  example: z.input<NoInfer<T>>,
) => successResponse(description, data, { message: "created", data: example });

const NextCursor = z.string().nullable().describe("Null on the last page");
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: NextCursor });

/** A successful answer in the common shape. Contacts of recruiters are hidden from a caller who may not see them. */
export const envelope = <T>(c: Context<ApiEnv>, data: T, message: string) => ({
  code: 0 as const,
  message,
  data: shown(c, data),
  request_id: c.get("requestId"),
});

/** The middleware of the operation sets the mask; an answer before it holds nothing to hide. */
export const shown = <T>(c: Context<ApiEnv>, answer: T): T => c.get("mask")?.(answer) ?? answer;

/** Sends a successful answer. */
export const ok = <T>(c: Context<ApiEnv>, data: T, message = "ok") => c.json(envelope(c, data, message), 200);

/** Sends a successful answer about a new record. */
export const created = <T>(c: Context<ApiEnv>, data: T) => c.json(envelope(c, data, "created"), 201);

/** Sends an error. Only the translator calls it; handlers throw. */
export const sendError = (
  c: Context<ApiEnv>,
  { code, message, problems, status, retryAfterSeconds }: ApiError,
) => {
  if (retryAfterSeconds !== null) c.header("retry-after", String(retryAfterSeconds));
  const told = shown(c, { message, data: problems.length > 0 ? { problems: withCodes(problems) } : null });
  return c.json({ code, ...told, request_id: c.get("requestId") }, status);
};
