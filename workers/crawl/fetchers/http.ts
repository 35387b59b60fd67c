/** Sends one HTTP request to a platform, as its adapter specifies it. */

import { decodeBody } from "../../../shared/crawl/decode-body.ts";
import type { FetchResult } from "../../../shared/crawl/fetch-result.ts";
import type { RequestSpec } from "../../../shared/platforms/adapter.ts";
import { readLimited } from "../../outgoing/read-limited.ts";

/** A list page has about 100 KB; a far larger answer is not a list page. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * Redirects are not followed: a platform that redirects a search (to its login or its check page) has rejected it,
 * and the adapter detects that by the status.
 * @param timeoutMs limit for the whole answer, body included
 */
export async function fetchByHttp(spec: RequestSpec, timeoutMs: number): Promise<FetchResult> {
  try {
    const response = await fetch(spec.url, {
      method: spec.method,
      headers: spec.headers,
      body: spec.body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const bytes = await readLimited(response, MAX_BODY_BYTES);
    const body = decodeBody(bytes, response.headers.get("content-type"));
    return {
      ok: true,
      answer: { status: response.status, headers: Object.fromEntries(response.headers), body },
    };
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    return {
      ok: false,
      reason: name === "TimeoutError" ? `no answer within ${timeoutMs} ms` : String(error),
    };
  }
}
