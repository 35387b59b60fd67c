/** The API over HTTP: one envelope, typed failures, patient repeats. */
import { z } from "zod";
import { readRetryAfter } from "../../../../shared/retry-after.ts";
import { messageOf } from "../message-of.ts";

const Problem = z.object({ field: z.string(), reason: z.string() });
const Envelope = z.object({
  code: z.union([z.literal(0), z.string()]),
  message: z.string(),
  data: z.unknown(),
});

/** The API did not take the call: not reached, overloaded, or broken. The same call may be sent again. */
export class ApiAway extends Error {
  /** Asked for by the API, milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null = null) {
    super(message);
    this.name = "ApiAway";
    this.retryAfterMs = retryAfterMs;
  }
}

/** The API said no: sending the same again changes nothing. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "ApiRefusal";
    this.status = status;
    this.code = code;
  }

  /** The lease has gone to somebody else. */
  get isStale(): boolean {
    return this.code === "stale_lease";
  }

  /** The key is not (or no longer) good for this: not a matter of what was sent. */
  get isKey(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

export interface ApiRequest<T> {
  method?: "GET" | "POST";
  /** Below the API's address, with its query. */
  path: string;
  /** Sent as JSON. */
  json?: unknown;
  body?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /** Shape of the answer's data. */
  answer: z.ZodType<T>;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export interface ApiClient {
  readonly url: string;
  /** @throws ApiAway, ApiRefusal */
  call<T>(request: ApiRequest<T>): Promise<T>;
  /** How far the API's clock was ahead of ours at its last answer, milliseconds, to a second; null before the first. */
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
        const waitMs = readRetryAfter(response.headers.get("retry-after"), Date.now());
        retryAfterMs = waitMs === null ? null : Math.max(0, waitMs);
        text = await response.text();
      } catch (error) {
        throw new ApiAway(`${method} ${path}: ${messageOf(error)}`);
      }
      const envelope = Envelope.safeParse(parsed(text));
      if (status >= 500 || status === 429) {
        const said = envelope.data ? `${envelope.data.code}: ${envelope.data.message}` : "no reason given";
        throw new ApiAway(`${method} ${path}: HTTP ${status}, ${said}`, retryAfterMs);
      }
      // Something between us and the API (a sign-in page, a gateway) answers in its place.
      if (!envelope.success) throw new ApiAway(`${method} ${path}: HTTP ${status}, not an answer of the API`);
      const { code, message, data } = envelope.data;
      if (status >= 300 || code !== 0) throw new ApiRefusal(status, String(code), message + problemsIn(data));
      const good = answer.safeParse(data);
      if (good.success) return good.data;
      const { path: where, message: what } = good.error.issues[0] ?? { path: [], message: "is odd" };
      throw new ApiAway(`${method} ${path}: the answer's ${where.join(".") || "data"} ${what}`);
    },
  };
}

/** The date header has whole seconds: what lies within the second and the journey is no skew. */
function skewFrom(date: number, sentAt: number, receivedAt: number): number {
  if (date + 1000 < sentAt) return date + 1000 - sentAt;
  if (date > receivedAt) return date - receivedAt;
  return 0;
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
