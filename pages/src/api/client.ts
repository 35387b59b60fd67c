/** The one place that speaks to the API. Same origin: Pages passes /api/* to the Worker. */
import { session } from "../auth/session.ts";
import { readAnswer } from "./answer.ts";
import { ApiFailure } from "./failure.ts";

const BASE = "/api/v1";

export type QueryValues = Record<string, string | number | boolean | undefined>;

interface CallOptions {
  query?: QueryValues;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, with its content type. */
  body?: { content: Blob | string; type: string };
  signal?: AbortSignal;
  /** Instead of the session's token: the sign-in card tries one. */
  token?: string;
}

/** Empty and undefined values are left out. */
export function pathWithQuery(path: string, query: QueryValues = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * Calls the API and answers its `data`. A refused token ends the session.
 * @throws ApiFailure
 */
export async function call<T>(
  method: "GET" | "POST" | "DELETE",
  path: string,
  options: CallOptions = {},
): Promise<T> {
  const token = options.token ?? session.token();
  const headers = new Headers({ accept: "application/json" });
  if (token) headers.set("authorization", `Bearer ${token}`);
  if (options.json !== undefined) headers.set("content-type", "application/json");
  if (options.body) headers.set("content-type", options.body.type);

  let response: Response;
  let text: string;
  try {
    response = await fetch(BASE + pathWithQuery(path, options.query), {
      method,
      headers,
      body: options.body?.content ?? (options.json === undefined ? undefined : JSON.stringify(options.json)),
      signal: options.signal,
      cache: "no-store",
    });
    text = await response.text();
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiFailure("network", 0, error instanceof Error ? error.message : "no answer");
  }
  if (response.status === 401 && token && !options.token) session.end(token);
  return readAnswer<T>(response.status, text, response.headers.get("x-request-id"));
}
