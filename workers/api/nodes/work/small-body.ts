import type { Context } from "hono";
import { joinBytes } from "../../../../shared/bytes.ts";
import { errorAbout } from "../../../../shared/errors/validation.ts";
import type { ApiEnv } from "../../http/context.ts";

/** @throws ApiError body_too_large without reading on, bad_request for an empty one */
export async function readSmallBody(c: Context<ApiEnv>, maxBytes: number, kind: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = c.req.raw.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) break;
    length += next.value.length;
    if (length > maxBytes) {
      await reader?.cancel().catch(() => {});
      const reason = `is over ${maxBytes} bytes, the limit of ${kind}`;
      throw errorAbout("body_too_large", "body", reason);
    }
    parts.push(next.value);
  }
  if (length === 0) {
    throw errorAbout("bad_request", "body", "is empty");
  }
  return joinBytes(parts);
}
