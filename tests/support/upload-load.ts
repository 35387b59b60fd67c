/** Runs many senders at once; each sends its batches until all are accepted. For tests and benches. */
import { setTimeout as sleep } from "node:timers/promises";
import { makeRows } from "../../bench/backlog.ts";

const PATH = "/api/v1/universal/data/batch-store-async";
/** All rows repeat the content of this many patterns; only the key differs. */
const PATTERNS = 1000;
const PATTERN_KEY = "pattern-key";
/** A batch is sent again after this pause when it got no answer, or a rejection without a Retry-After. */
const AGAIN_MS = 200;

/** Makes the bodies of batches, a few milliseconds each. */
export interface BatchMaker {
  /** @returns a JSON body of `rows` postings of 51job that are in no other batch */
  body(batchId: string): string;
  rows: number;
}

/** @param rows number of rows in a batch */
export function batchMaker(seed: number, rows: number): BatchMaker {
  const patterns = makeRows(seed, PATTERNS).map((row) =>
    JSON.stringify({ ...(row as object), jobId: PATTERN_KEY }).split(PATTERN_KEY),
  );
  return {
    rows,
    body(batchId) {
      const list = Array.from({ length: rows }, (_, n) => patterns[n % PATTERNS]?.join(`${batchId}-${n}`));
      return `{"platform_type":"qcwy","channel":"web","data_type":"job","data_list":[${list.join(",")}],"check_duplicate":true,"batch_id":"${batchId}"}`;
    },
  };
}

export interface Load {
  /** Sends a POST; throws when no answer came. */
  post(
    path: string,
    init: { headers: Record<string, string>; body: string },
  ): Promise<Pick<Response, "status" | "text" | "headers">>;
  apiKey: string;
  clients: number;
  maker: BatchMaker;
  /** Names this load in the ids of its batches. */
  name: string;
  /** Each client asks before each batch whether to send another. @param sent number of batches of this client so far */
  more(sent: number): boolean;
}

export interface LoadReport {
  /** These batches were accepted. */
  batchIds: string[];
  rows: number;
  /** Counts the answers by status; 0 means no answer. */
  statuses: Record<number, number>;
  /** Percentiles are over the answers of accepted batches, milliseconds. */
  p50Ms: number;
  p99Ms: number;
  ms: number;
}

/**
 * @returns once each client's batches are accepted
 * @throws Error with the answer's text for a 4xx other than 429: sending again would not help
 */
export async function uploadLoad(load: Load): Promise<LoadReport> {
  const startedAt = performance.now();
  const batchIds: string[] = [];
  const statuses: Record<number, number> = {};
  const answeredMs: number[] = [];

  async function send(batchId: string): Promise<void> {
    const headers = { authorization: `Bearer ${load.apiKey}`, "content-type": "application/json" };
    const body = load.maker.body(batchId);
    for (;;) {
      const sentAt = performance.now();
      const answer = await load.post(PATH, { headers, body }).catch(() => null);
      const text = await answer?.text().catch(() => null);
      // An answer that broke off counts as none.
      const status = answer && typeof text === "string" ? answer.status : 0;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === 202) {
        answeredMs.push(performance.now() - sentAt);
        batchIds.push(batchId);
        return;
      }
      if (status >= 400 && status < 500 && status !== 429) throw new Error(`${batchId}: ${status} ${text}`);
      const waitSeconds = Number(answer?.headers.get("retry-after") ?? 0);
      await sleep(waitSeconds > 0 ? 1000 * waitSeconds : AGAIN_MS);
    }
  }

  await Promise.all(
    Array.from({ length: load.clients }, async (_, client) => {
      for (let sent = 0; load.more(sent); sent++) await send(`${load.name}-${client}-${sent}`);
    }),
  );
  answeredMs.sort((a, b) => a - b);
  const atMost = (share: number) => answeredMs[Math.ceil(share * answeredMs.length) - 1] ?? 0;
  return {
    batchIds,
    rows: batchIds.length * load.maker.rows,
    statuses,
    p50Ms: atMost(0.5),
    p99Ms: atMost(0.99),
    ms: performance.now() - startedAt,
  };
}
