/** The one place that speaks to the API. Same origin: Pages passes /api/* to the Worker, the cookie goes along. */
import { createApiClient } from "../../../workers/api/client-type.ts";
import { session } from "../auth/session.ts";
import { readAnswer } from "./answer.ts";
import { ApiFailure } from "./failure.ts";

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

/** A call that was given up by its caller is no failure and stays what it is. */
function asNetworkFailure(error: unknown, signal: AbortSignal | null | undefined): unknown {
  if (signal?.aborted) return error;
  return new ApiFailure("network", 0, error instanceof Error ? error.message : "no answer");
}

export const api = createApiClient("", { fetch: sameOriginFetch }).api.v1;

/** What the API says under `data` when it answers a call well. */
export type DataOf<R> = R extends { json(): Promise<infer Body> }
  ? Extract<Body, { code: 0; data: unknown }>["data"]
  : never;

/** Answers the `data` of a call; one that the API takes from nobody ends the session. @throws ApiFailure */
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
    if (error instanceof ApiFailure && error.code === "unauthorized") session.end(number);
    throw error;
  }
}
