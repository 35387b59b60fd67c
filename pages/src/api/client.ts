/** The only place that calls the API. It has the same origin, because Pages forwards /api/* to the Worker with the cookie. */
import { createApiClient } from "../../../workers/api/client-type.ts";
import { session } from "../auth/session.ts";
import { readAnswer } from "./answer.ts";
import { ApiFailure, isFailure } from "./failure.ts";

/** @throws ApiFailure `network` when no answer comes */
async function sameOriginFetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("accept", "application/json");
  try {
    return await fetch(input, { ...init, headers, cache: "no-store", credentials: "same-origin" });
  } catch (error) {
    throw asNetworkFailure(error, init.signal);
  }
}

/** Returns the error of an aborted call unchanged: an abort is no failure. */
function asNetworkFailure(error: unknown, signal: AbortSignal | null | undefined): unknown {
  if (signal?.aborted) return error;
  return new ApiFailure("network", 0, error instanceof Error ? error.message : "no answer");
}

export const api = createApiClient("", { fetch: sameOriginFetch }).api.v1;

/** The `data` of a successful answer. */
export type DataOf<R> = R extends { json(): Promise<infer Body> }
  ? Extract<Body, { code: 0; data: unknown }>["data"]
  : never;

/** Waits for the `data` of a call. A 401 `unauthorized` ends the session. @throws ApiFailure */
export async function dataOf<R extends Pick<Response, "status" | "headers" | "text">>(
  call: Promise<R>,
  signal?: AbortSignal,
): Promise<DataOf<R>> {
  const { number } = session.current();
  const response = await call;
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    throw asNetworkFailure(error, signal);
  }
  try {
    return readAnswer<DataOf<R>>(response.status, text, response.headers);
  } catch (error) {
    if (isFailure(error, "unauthorized")) session.end(number);
    throw error;
  }
}
