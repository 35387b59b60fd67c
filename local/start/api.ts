/** The calls of the Worker's API that the launcher makes. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Platform } from "../../shared/contracts/platform.ts";
import { KEYWORD_STATES, PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { StartError } from "./errors.ts";

const count = z.number();

const PlatformStatus = z.object({
  platform: z.enum(PLATFORMS),
  states: z.record(z.enum(KEYWORD_STATES), count),
  ready: count,
  pages: count,
  reported: count,
  distinct: count,
  unknown: count,
  gate: z.object({
    breaker: z.enum(["closed", "open", "half-open"]),
    cause: z.string().nullable(),
    reopen_at: z.number().nullable(),
  }),
  ingest: z.object({ duplicates: count }),
});
export type PlatformStatus = z.infer<typeof PlatformStatus>;

const Overview = z.object({
  items: z.array(PlatformStatus),
  ingest: z.object({ waiting_parts: count, dead_letters: count, last_error: z.string().nullable() }),
});
export type Overview = z.infer<typeof Overview>;

const Problem = z.object({
  field: z.string(),
  reason: z.string(),
  line: z.number().optional(),
});
const Imported = z.object({
  received: count,
  created: count,
  exists: count,
  restored: count,
  rejected: count,
  problems: z.array(Problem),
});
export type Imported = z.infer<typeof Imported>;

const Envelope = z.object({
  code: z.union([z.literal(0), z.string()]),
  message: z.string(),
  data: z.unknown(),
  request_id: z.string().optional(),
});
const SetUp = z.object({
  username: z.string(),
  password: z.string().nullable(),
  api_key: z.string().nullable(),
});
type SetUp = z.infer<typeof SetUp>;
const CONFLICT = 409;
/** Longer than any answer takes: a later answer means that the Worker hangs. */
const TIMEOUT_MS = 120_000;

export class Api {
  readonly #base: string;
  #key = "";

  constructor(workerUrl: string) {
    this.#base = workerUrl;
  }

  /** The key that later calls use. */
  useKey(key: string): void {
    this.#key = key;
  }

  async isKeyGood(): Promise<boolean> {
    const response = await this.#send("GET", "/api/v1/auth/me", {});
    await response.body?.cancel();
    return response.ok;
  }

  /** @returns null when there is an admin already */
  async setUp(setupToken: string, wanted: object): Promise<SetUp | null> {
    const response = await this.#send("POST", "/api/v1/setup", {
      body: JSON.stringify({ setup_token: setupToken, ...wanted }),
      type: "application/json",
    });
    if (response.status === CONFLICT) {
      await response.body?.cancel();
      return null;
    }
    return SetUp.parse(await this.#read("POST", "/api/v1/setup", response));
  }

  /**
   * @returns true when the Worker is up
   * @throws StartError when it is up and its configuration is incomplete
   */
  async isHealthy(): Promise<boolean> {
    const response = await fetch(`${this.#base}/api/v1/health`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => null);
    if (!response) return false;
    if (response.ok) return true;
    const answer = Envelope.safeParse(await response.json().catch(() => null));
    throw new StartError(`Worker: ${answer.data?.message ?? `health answers ${response.status}`}`);
  }

  overview(): Promise<Overview> {
    return this.#call("GET", "/api/v1/platforms", Overview);
  }

  /** @throws StartError when the file has no valid row */
  async importKeywords(file: string): Promise<Imported> {
    return this.#call("POST", "/api/v1/keywords/import", Imported, readFileSync(file));
  }

  /** @returns true when a failed keyword of the platform will be retried */
  async hasRetryComing(platform: Platform): Promise<boolean> {
    const List = z.object({ items: z.array(z.object({ due_at: z.number().nullable() })) });
    const query = new URLSearchParams({ platform, state: "failed", limit: "200" });
    const { items } = await this.#call("GET", `/api/v1/keywords?${query}`, List);
    return items.some(({ due_at }) => due_at !== null);
  }

  /** Moves ready keywords to the crawl queue. */
  async dispatch(platform: Platform): Promise<void> {
    await this.#call("POST", `/api/v1/platforms/${platform}/dispatch`, z.unknown());
  }

  /**
   * Runs the job of a schedule once, now.
   * @throws StartError when the job failed
   */
  async runSchedule(name: string): Promise<void> {
    const Slot = z.object({ error: z.string().nullable() });
    const { error } = await this.#call("POST", `/api/v1/schedules/${name}/run`, Slot);
    if (error !== null) throw new StartError(`${name}: ${error}`);
  }

  async #call<T>(method: string, path: string, data: z.ZodType<T>, csv?: Buffer<ArrayBuffer>): Promise<T> {
    const response = await this.#send(method, path, csv ? { body: csv, type: "text/csv" } : {});
    return data.parse(await this.#read(method, path, response));
  }

  #send(method: string, path: string, { body, type }: { body?: BodyInit; type?: string }): Promise<Response> {
    return fetch(this.#base + path, {
      method,
      body,
      headers: {
        ...(this.#key && { authorization: `Bearer ${this.#key}` }),
        ...(type && { "content-type": type }),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  }

  /** @returns the data of the answer */
  async #read(method: string, path: string, response: Response): Promise<unknown> {
    const envelope = Envelope.safeParse(await response.json().catch(() => null));
    if (!envelope.success) {
      throw new StartError(`${method} ${path}: HTTP ${response.status}, not an answer of the API`);
    }
    if (envelope.data.code !== 0) {
      const problems = z.object({ problems: z.array(Problem) }).safeParse(envelope.data.data);
      const reasons = problems.data?.problems.map(describeProblem).join("; ");
      const request = envelope.data.code === "internal" ? ` (request id ${envelope.data.request_id})` : "";
      throw new StartError(
        `${method} ${path}: ${envelope.data.code}: ${reasons || envelope.data.message}${request}`,
      );
    }
    return envelope.data.data;
  }
}

export const describeProblem = ({ line, field, reason }: z.infer<typeof Problem>) =>
  `${line === undefined ? "" : `line ${line}: `}${field}: ${reason}`;
