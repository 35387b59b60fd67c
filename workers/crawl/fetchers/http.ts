/** One HTTP request to a platform, as its adapter described it. */

import type { FetchResult } from "../../../shared/crawl/fetch-result.ts";
import type { RequestSpec } from "../../../shared/platforms/adapter.ts";
import { readLimited } from "../../outgoing/read-limited.ts";

/** A list page has about 100 KB; whatever is far larger is not one. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * Redirects are not followed: a platform that sends a search elsewhere (to its login or its check page) has
 * said no, and the adapter reads that off the status.
 * @param timeoutMs for the whole answer, body included
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
    const body = new TextDecoder().decode(await readLimited(response, MAX_BODY_BYTES));
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
