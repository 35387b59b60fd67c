/** Sends one HTTP request to a site, as its adapter describes it, over the route's connection. */
import { type Dispatcher, fetch } from "undici";
import { decodeBody } from "../../../../shared/crawl/decode-body.ts";
import type { FetchResult } from "../../../../shared/crawl/fetch-result.ts";
import type { RequestSpec } from "../../../../shared/platforms/adapter.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";

/** A list page has about 100 KB; a far larger answer is something else. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

export interface HttpFetch {
  spec: RequestSpec;
  /** Limit for the whole answer, body included, milliseconds. */
  timeoutMs: number;
  /** Aborts when the program stops. */
  signal: AbortSignal;
  dispatcher: Dispatcher;
  /** Headers besides the adapter's: a leased token. */
  headers: Record<string, string>;
}

/** Does not follow redirects: a site that redirects a search rejects it, which the adapter reads from the status. */
export async function fetchByHttp({
  spec,
  timeoutMs,
  signal,
  dispatcher,
  headers,
}: HttpFetch): Promise<FetchResult> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(spec.url, {
      method: spec.method,
      headers: { ...spec.headers, ...headers },
      body: spec.body,
      redirect: "manual",
      dispatcher,
      signal: AbortSignal.any([timeout, signal]),
    });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > MAX_BODY_BYTES) throw new Error(`the answer is over ${MAX_BODY_BYTES} bytes`);
      chunks.push(chunk);
    }
    const body = decodeBody(Buffer.concat(chunks), response.headers.get("content-type"));
    return {
      ok: true,
      answer: { status: response.status, headers: Object.fromEntries(response.headers), body },
    };
  } catch (error) {
    if (signal.aborted) return { ok: false, reason: "the node stops", retryInMs: 0 };
    return {
      ok: false,
      reason: timeout.aborted ? `no answer within ${timeoutMs} ms` : messageWithCause(error),
    };
  }
}
