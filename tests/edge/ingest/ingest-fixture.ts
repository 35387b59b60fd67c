/** The ingest's tests share a small platform, a ClickHouse that keeps tokens, rows, and a whole ingest. */
import { env } from "cloudflare:workers";
import { seenClient } from "../../../durable-objects/seen-index/client.ts";
import type { IngestBatch } from "../../../shared/contracts/ingest.ts";
import { createLogger } from "../../../shared/log.ts";
import type { PlatformAdapter } from "../../../shared/platforms/adapter.ts";
import { entryOf } from "../../../shared/platforms/registry.ts";
import type { BlobStore } from "../../../shared/storage.ts";
import { type CompanyProfile, EMPTY_PROFILE } from "../../../shared/tables/companies.ts";
import { EMPTY_POSTING, type JobPosting } from "../../../shared/tables/jobs.ts";
import { LedgerFixture } from "../../../tests/edge/ingest-ledger/ledger-fixture.ts";
import type { PiecedBody } from "../../../workers/clickhouse/client.ts";
import { acceptBatch } from "../../../workers/ingest/accept.ts";
import { consumeIngest, type IngestBudget, type IngestReport } from "../../../workers/ingest/consume.ts";
import type { AcceptServices, ConsumeServices } from "../../../workers/ingest/ingest-services.ts";
import type { IngestTable, LineInserter } from "../../../workers/ingest/line-inserter.ts";
import { r2Store } from "../../../workers/storage/r2-store.ts";
import { join } from "./join-body.ts";
import { TAKES_ALL } from "./takes-all.ts";

export interface RawRow {
  id?: string;
  title?: string;
  company?: string;
  at?: number;
  token?: string;
  /** What the parser reads as the employer's name; no part of the content, so that a test can change the parser. */
  employer?: string;
}

/** Reads `RawRow`; `token` is volatile; a title of "boom" breaks the parser. */
export const testAdapter = {
  platform: "boss",
  parserVersion: 3,
  volatileFields: ["token", "employer"],
  keyFields: { job_key: "id", company_key: "id" },
  jobKey: (raw: RawRow) => raw.id ?? null,
  companyKey: (raw: RawRow) => raw.id ?? null,
  parseJob(raw: RawRow) {
    if (raw.title === "boom") throw new Error("parser fell over");
    if (raw.id === undefined) return null;
    const company_key = raw.company ?? null;
    const published_at = raw.at ?? null;
    const job: JobPosting = {
      ...EMPTY_POSTING,
      platform: "boss",
      job_key: raw.id,
      company_key,
      title: raw.title ?? null,
      published_at,
    };
    return { job, company: company_key === null ? null : company(company_key, raw.employer ?? company_key) };
  },
  parseCompany: (raw: RawRow) => (raw.id === undefined ? null : company(raw.id, raw.title ?? null)),
} as Pick<
  PlatformAdapter,
  | "platform"
  | "parserVersion"
  | "volatileFields"
  | "keyFields"
  | "jobKey"
  | "companyKey"
  | "parseJob"
  | "parseCompany"
> as PlatformAdapter;

const company = (company_key: string, name: string | null): CompanyProfile => ({
  ...EMPTY_PROFILE,
  platform: "boss",
  company_key,
  name,
});

class RefusedRows extends Error {}

/** A failing insert does nothing, or it stores its rows and the answer is lost. */
export type Fault = "before-commit" | "after-commit" | "rejected";

/** Records inserts in tables that keep their tokens, as ClickHouse does, and can fail on demand. */
class RecordingInserter implements LineInserter {
  readonly tables: Record<IngestTable, string[]> = {
    jobs: [],
    job_details: [],
    companies: [],
    raw_jobs: [],
    raw_job_details: [],
    raw_companies: [],
    job_sightings: [],
  };
  readonly inserts: { table: IngestTable; lines: number; token: string }[] = [];
  readonly #tokens = new Map<string, string>();
  /** This is called before each insert. */
  fault: (table: IngestTable, lines: string[]) => Fault | null = () => null;

  async insertLines(table: IngestTable, body: PiecedBody, token: string): Promise<void> {
    const lines = new TextDecoder().decode(join(body)).split("\n").slice(0, -1);
    const fault = this.fault(table, lines);
    if (fault === "rejected") throw new RefusedRows("Cannot parse input");
    if (fault === "before-commit") throw new Error("connection refused");
    const text = lines.join("\n");
    const known = this.#tokens.get(token);
    if (known === undefined) {
      this.#tokens.set(token, text);
      this.tables[table].push(...lines);
      this.inserts.push({ table, lines: lines.length, token });
    } else if (known !== text) {
      throw new RefusedRows(`token ${token} came back with other rows`);
    }
    if (fault === "after-commit") throw new Error("connection reset");
  }

  isRejected(error: unknown): boolean {
    return error instanceof RefusedRows;
  }

  rows(table: IngestTable): Record<string, unknown>[] {
    return this.tables[table].map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

/** Ledger, spool and index are real; ClickHouse is the recorder. */
export class IngestFixture {
  readonly ledger: LedgerFixture;
  readonly inserter = new RecordingInserter();
  readonly store: BlobStore = r2Store(env.SPOOL);
  readonly seen = seenClient(env.SEEN_INDEX, 2);
  readonly logs: Record<string, unknown>[] = [];
  readonly logger = createLogger({}, { write: (line) => this.logs.push(JSON.parse(line)) });
  quality = TAKES_ALL;
  /** All data types are delivered to this target. */
  pushTo: string | null = null;
  readonly clock = { now: () => this.ledger.now };

  private constructor(ledger: LedgerFixture) {
    this.ledger = ledger;
  }

  static async open(): Promise<IngestFixture> {
    const fixture = new IngestFixture(await LedgerFixture.open());
    await Promise.all([
      fixture.seen.clear("boss", "job"),
      fixture.seen.clear("boss", "company"),
      fixture.seen.clear("boss", "employer"),
      fixture.seen.clear("boss", "job_detail"),
    ]);
    const keys = await fixture.spoolKeys();
    await fixture.store.delete(keys);
    return fixture;
  }

  get acceptServices(): AcceptServices {
    return {
      ledger: this.ledger.stub,
      store: this.store,
      entry: (_platform, channel, dataType) => entryOf(testAdapter, channel, dataType),
      quality: this.quality,
      clock: this.clock,
      newId: () => crypto.randomUUID(),
    };
  }

  get consumeServices(): ConsumeServices {
    const { store, seen, inserter, clock, logger } = this;
    const pushTarget = async () => this.pushTo;
    return { ledger: this.ledger.stub, store, seen, inserter, pushTarget, clock, logger };
  }

  accept(batchId: string, rows: unknown[], over: Partial<IngestBatch> = {}) {
    return acceptBatch(this.acceptServices, makeBatch(batchId, rows, over));
  }

  consume(over: Partial<IngestBudget> = {}, services: Partial<ConsumeServices> = {}): Promise<IngestReport> {
    return consumeIngest(
      { ...this.consumeServices, ...services },
      { holder: "test", timeMs: 60_000, subrequests: 10_000, ...over },
    );
  }

  /** Consumes until nothing waits, and moves the clock past every backoff. */
  async drain(maxRounds = 100): Promise<void> {
    for (let round = 0; round < maxRounds; round++) {
      await this.consume();
      if ((await this.ledger.stub.status()).waiting_batches === 0) return;
      this.ledger.now += 60_000;
    }
    throw new Error("still waiting");
  }

  async spoolKeys(): Promise<string[]> {
    return (await this.store.list("spool/")).blobs.map((blob) => blob.key);
  }
}

export const RUN = {
  keyword_id: "00000000-0000-8000-8000-000000000001",
  run_id: "run-1",
  keyword: "Python",
  city: "北京",
};

export function makeBatch(batchId: string, rows: unknown[], over: Partial<IngestBatch> = {}): IngestBatch {
  return {
    batch_id: batchId,
    platform: "boss",
    channel: "web",
    data_type: "job",
    rows,
    run: RUN,
    source: "edge",
    request_id: "request-1",
    collected_at: Date.UTC(2026, 10, 22, 1, 2, 3, 456),
    ...over,
  };
}

export const rawRows = (count: number, prefix = "job"): RawRow[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${prefix}-${index}`,
    title: `工程师 ${index}`,
    company: `company-${index % 7}`,
    token: crypto.randomUUID(),
  }));
