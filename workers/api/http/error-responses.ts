/** Error answers of the routes: what each status means, with an example. */
import { z } from "@hono/zod-openapi";
import { ERROR_CODES, type ErrorCode } from "../../../shared/errors/codes.ts";
import { REASON_CODES, withCodes } from "../../../shared/errors/reasons.ts";
import { EXAMPLE_REQUEST_ID } from "../openapi/example.ts";

export const Problem = z.object({
  field: z.string(),
  code: z.enum(REASON_CODES).describe("Why the field is invalid; docs/errors.md lists the codes"),
  params: z.record(z.string(), z.string()).describe("What the sentence of the code names"),
  reason: z.string().describe("The sentence of the code in English"),
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

interface ErrorExample {
  code: ErrorCode;
  message: string;
  problems?: { field: string; reason: string }[];
}

/** What each status means, with an example. */
export const ERRORS: Record<number, { description: string; example: ErrorExample }> = {
  400: {
    description: "The body is not JSON, or the cursor is not one of this list",
    example: {
      code: "invalid_json",
      message: "body: is not valid JSON",
      problems: [{ field: "body", reason: "is not valid JSON" }],
    },
  },
  401: {
    description: "Nobody is signed in, or the key, password, code or token sent is not valid",
    example: { code: "unauthorized", message: "the token is not valid" },
  },
  403: {
    description:
      "The caller may not do this: no permission for the route, beyond their reach, more than they have themselves, or `password_change_required`: the first password must be changed before anything else",
    example: {
      code: "forbidden",
      message: "not permitted: POST /api/v1/keywords (scope keywords:write)",
    },
  },
  404: {
    description: "There is no such record, or it is beyond the caller's reach",
    example: { code: "not_found", message: "no such record" },
  },
  409: {
    description: "The record's state does not allow it, or another record stands in the way: `conflict`",
    example: { code: "invalid_state", message: "cannot resume: it is done" },
  },
  413: {
    description: "The body is over the limit",
    example: {
      code: "body_too_large",
      message: "body: is over 1 MB (1048576 bytes), the limit of a JSON body",
      problems: [{ field: "body", reason: "is over 1 MB (1048576 bytes), the limit of a JSON body" }],
    },
  },
  415: {
    description: "The content type is not one this route takes",
    example: {
      code: "unsupported_media_type",
      message: "content-type: is not one this route takes",
      problems: [{ field: "content-type", reason: "is not one this route takes" }],
    },
  },
  422: {
    description: "At least one field is wrong; each is named with its reason",
    example: {
      code: "validation_failed",
      message: "limit: is over 200",
      problems: [{ field: "limit", reason: "is over 200" }],
    },
  },
  429: {
    description:
      "Too many requests, or too many wrong tries; `Retry-After` says when to come back where it is known",
    example: { code: "too_many_requests", message: "too many requests" },
  },
  500: {
    description: "Our fault; the log has it under the request id",
    example: { code: "internal", message: "internal error; the log has it under this request id" },
  },
  503: {
    description: "Something the route needs does not answer; try again later",
    example: {
      code: "dependency_unavailable",
      message: "ClickHouse is unavailable (network); try again later",
    },
  },
};

/** The example of an error, in the common shape of answers. */
export const errorExample = (status: number): unknown => {
  const example = ERRORS[status]?.example;
  if (!example) throw new Error(`no example of an error with status ${status}`);
  const { code, message, problems } = example;
  return {
    code,
    message,
    data: problems ? { problems: withCodes(problems) } : null,
    request_id: EXAMPLE_REQUEST_ID,
  };
};

const errorResponse = (status: number) => ({
  description: ERRORS[status]?.description ?? "Error",
  content: { "application/json": { schema: ErrorAnswer, example: errorExample(status) } },
});

/**
 * Error answers of a route, for its `responses`: the given ones, and 401, 403, 429, 500, 503, which every
 * route has.
 */
export const errorResponses = <S extends number = never>(...statuses: S[]) =>
  Object.fromEntries(
    [...statuses, 401, 403, 429, 500, 503].map((status) => [status, errorResponse(status)]),
  ) as Record<S | 401 | 403 | 429 | 500 | 503, ReturnType<typeof errorResponse>>;
