/** Refuses a body over its type's limit before anything reads it. */
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { routePath } from "hono/route";
import { errorAbout } from "../../../shared/errors/validation.ts";
import type { ApiEnv, IsRoute } from "../http/context.ts";

const MB = 1024 * 1024;

const upTo = (megabytes: number, kind: string): MiddlewareHandler =>
  bodyLimit({
    maxSize: megabytes * MB,
    onError: () => {
      const reason = `is over ${megabytes} MB (${megabytes * MB} bytes), the limit of ${kind}`;
      throw errorAbout("body_too_large", "body", reason);
    },
  });

/**
 * Maximum of values in a JSON body. The largest one is a node's checkpoint with some ten thousand; a list of half a million
 * zeros fits into 1 MB too, and its check makes an issue of each, which is more memory than an isolate has.
 */
const MAX_VALUES = 50_000;
const COMMA = 0x2c;

/** Each value of a list or an object but the first follows a comma; commas inside texts are counted too. */
function countCommas(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) === COMMA) count++;
  return count;
}

/** @throws ApiError body_too_large; the text stays in the request's cache, from which the validator reads it */
async function checkValues(c: Context): Promise<void> {
  if (countCommas(await c.req.text()) < MAX_VALUES) return;
  throw errorAbout("body_too_large", "body", `holds more than ${MAX_VALUES} values`);
}

const file = upTo(5, "a CSV file, a workbook or a list");
const FILE_TYPE =
  /^(text\/(csv|plain)|application\/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet)\b/i;
const jsonBytes = upTo(1, "a JSON body");
const json: MiddlewareHandler = (c, next) =>
  jsonBytes(c, async () => {
    if (c.req.raw.body !== null) await checkValues(c);
    await next();
  });

/** @param readsOwnBody routes that limit their body themselves */
export const limitBody =
  (readsOwnBody: IsRoute): MiddlewareHandler<ApiEnv> =>
  (c, next) => {
    if (readsOwnBody(c.req.method, routePath(c, -1))) return next();
    return FILE_TYPE.test(c.req.header("content-type") ?? "") ? file(c, next) : json(c, next);
  };
