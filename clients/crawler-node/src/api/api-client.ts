/** The API over HTTP: one envelope, typed failures. */
import { z } from "zod";
import { readRetryAfter } from "../../../../shared/retry-after.ts";
import { skewFrom } from "../../../http/clock-skew.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";

const Problem = z.object({ field: z.string(), reason: z.string() });
const Envelope = z.object({
  code: z.union([z.literal(0), z.string()]),
  message: z.string(),
  data: z.unknown(),
});

/** The API was not reached, or is overloaded or broken. The same call may be sent again. */
export class ApiUnavailable extends Error {
  /** Milliseconds that the API asks to wait; null when it names none. */
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null = null) {
    super(message);
    this.name = "ApiUnavailable";
    this.retryAfterMs = retryAfterMs;
  }
}

/** The API rejected the call: sending the same again changes nothing. */
export class ApiRejected extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "ApiRejected";
    this.status = status;
    this.code = code;
  }

  /** The lease went to another holder. */
  get isStale(): boolean {
    return this.code === "stale_lease";
  }

  /** The key lacks the right to the call; the content of the call does not matter. */
  get isKey(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

export interface ApiRequest<T> {
  method?: "GET" | "POST";
  /** Path and query, below the API's address. */
  path: string;
  /** The body, to be sent as JSON. */
  json?: unknown;
  body?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /** Schema of the answer's data. */
  answer: z.ZodType<T>;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface ApiClient {
  readonly url: string;
  /** @throws ApiUnavailable, ApiRejected */
  call<T>(request: ApiRequest<T>): Promise<T>;
  /** Lead of the API's clock over ours at its last answer, milliseconds, exact to a second; null before the first. */
  skewMs(): number | null;
}

const TIMEOUT_MS = 20_000;

export function createApiClient(url: string, key: string): ApiClient {
  let skewMs: number | null = null;
  return {
    url,
    skewMs: () => skewMs,
    async call({ method = "POST", path, json, body, headers, answer, timeoutMs = TIMEOUT_MS, signal }) {
      const limits = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])];
      const sentAt = Date.now();
      let status: number;
      let text: string;
      let retryAfterMs: number | null;
      try {
        const response = await fetch(url + path, {
          method,
          headers: {
            authorization: `Bearer ${key}`,
            ...(json === undefined ? {} : { "content-type": "application/json" }),
            ...headers,
          },
          body: body ?? (json === undefined ? undefined : JSON.stringify(json)),
          redirect: "manual",
          signal: AbortSignal.any(limits),
        });
        status = response.status;
        const date = Date.parse(response.headers.get("date") ?? "");
        if (!Number.isNaN(date)) skewMs = skewFrom(date, sentAt, Date.now());
        retryAfterMs = readRetryAfter(response.headers.get("retry-after"), Date.now());
        text = await response.text();
      } catch (error) {
        throw new ApiUnavailable(`${method} ${path}: ${messageWithCause(error)}`);
      }
      const envelope = Envelope.safeParse(parsed(text));
      if (status >= 500 || status === 429) {
        const reason = envelope.data ? `${envelope.data.code}: ${envelope.data.message}` : "no reason given";
        throw new ApiUnavailable(`${method} ${path}: HTTP ${status}, ${reason}`, retryAfterMs);
      }
      // A gateway or a sign-in page between us and the API can answer in its place.
      if (!envelope.success)
        throw new ApiUnavailable(`${method} ${path}: HTTP ${status}, not an answer of the API`);
      const { code, message, data } = envelope.data;
      if (status >= 300 || code !== 0)
        throw new ApiRejected(status, String(code), message + problemsIn(data));
      const checked = answer.safeParse(data);
      if (checked.success) return checked.data;
      const issue = checked.error.issues[0];
      const member = issue?.path.join(".") || "data";
      throw new ApiUnavailable(`${method} ${path}: the answer's ${member} ${issue?.message ?? "is invalid"}`);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function problemsIn(data: unknown): string {
  const list = z.object({ problems: z.array(Problem).min(1) }).safeParse(data);
  if (!list.success) return "";
  return ` (${list.data.problems.map(({ field, reason }) => `${field}: ${reason}`).join("; ")})`;
}
