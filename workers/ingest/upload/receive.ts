/**
 * An upload from its first byte to "durable": rows are read off the body as it comes, laid down in the spool part by
 * part, and count once all parts are registered together. Whatever goes wrong before leaves nothing behind.
 */
import { z } from "zod";
import type { IngestLedgerApi, NewBatch, UploadReceipt } from "../../../shared/contracts/ingest-ledger.ts";
import type { Holding } from "../../../shared/contracts/keyword-ledger.ts";
import { placeOfKeyword } from "../../../shared/domain/keyword-id.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { problemsOf, validationError } from "../../../shared/errors/validation.ts";
import type { IngestEntry } from "../../../shared/platforms/registry.ts";
import { releaseBytes } from "../buffer-pool.ts";
import type { AcceptServices } from "../ingest-services.ts";
import { spoolObject } from "../pack-spool.ts";
import { type BatchBuilder, type BatchHead, buildBatch } from "../prepare.ts";
import { NEWLINE, toNewBatch } from "../spool-header.ts";
import type { Place } from "./admission.ts";
import { MAX_ROW_BYTES } from "./carry.ts";
import { checkCollectedAt, Envelope } from "./envelope.ts";
import { MAX_UPLOAD_ROWS, readBody, tooLarge } from "./read-body.ts";
import { isSpace, notJson, OPEN_OBJECT, scanRows } from "./scan-json.ts";
import { scanLines } from "./scan-lines.ts";

/** A part is laid down when it holds so much: little to hold, and few objects. */
const PART_ROWS = 1000;
const PART_BYTES = 4_000_000;
/** While a slow sender's rows trickle in. */
const SLOW_PART_BYTES = 400_000;

export interface Sender {
  /** Keeps the ids that senders choose apart; without a colon. */
  name: string;
  /** `node:` or `user:` and a name. */
  source: string;
  ip: string;
}

export interface UploadRequest {
  body: ReadableStream<Uint8Array> | null;
  gzip: boolean;
  format: "json" | "ndjson";
  /** Members that came in the query. */
  query: object;
  idempotencyKey: string | null;
  sender: Sender;
  requestId: string;
  /** Somebody waits for ClickHouse to have it. */
  urgent: boolean;
}

export interface UploadServices extends AcceptServices {
  ledger: AcceptServices["ledger"] & Pick<IngestLedgerApi, "registerUpload" | "uploadReceipt">;
  /** @throws ApiError stale_lease, forbidden, not_found when the lease is not the sender's */
  checkLease(sender: Sender, lease: { keyword_id: string; fence: number }): Promise<Holding>;
}

export interface Received {
  replayed: boolean;
  receipt: UploadReceipt;
}

/** What senders of rows use. */
export interface Uploads {
  /** @throws ApiError; nothing of the upload is stored then */
  receive(request: UploadRequest, place: Place): Promise<Received>;
  /** @param id the sender's own, or ours */
  receipt(sender: string, id: string): Promise<UploadReceipt | null>;
  /** As `receipt`, when it is no longer on its way or `timeoutMs` are over. */
  wait(sender: string, id: string, timeoutMs: number): Promise<UploadReceipt | null>;
}

/** Nothing is wrong with the upload: the same again, under the same id, brings it in once. */
function unavailable(what: string, cause: unknown): ApiError {
  const error = new ApiError("dependency_unavailable", `${what}; send it again under the same id`, [], {
    retryAfterSeconds: 5,
  });
  error.cause = cause;
  return error;
}

const invalidField = (field: string, reason: string) => validationError([{ field, reason }]);

function readEnvelope(value: object): Envelope {
  const parsed = Envelope.safeParse(value);
  if (parsed.success) return parsed.data;
  throw validationError(problemsOf(parsed.error, "body"));
}

/** What the parts are made by: it must be the same before the rows as in the end. */
const FIXED = ["platform_type", "channel", "data_type", "collected_at", "lease"] as const;

function checkFixed(before: Envelope, whole: Envelope): void {
  const late = FIXED.find((name) => JSON.stringify(before[name]) !== JSON.stringify(whole[name]));
  if (late) throw invalidField(late, "must stand before data_list, and only once");
}

/** Without the white space around. */
function trimmed(json: Uint8Array): Uint8Array {
  let start = 0;
  let end = json.length;
  while (isSpace(json[start])) start++;
  while (end > start && isSpace(json[end - 1])) end--;
  return json.subarray(start, end);
}

/** Can the rows be read with what has come of the envelope? */
const Enough = z.object({ platform_type: z.unknown(), data_type: z.unknown() });
const isEnough = (head: Record<string, unknown>) =>
  Enough.safeParse(head).success && head.platform_type !== undefined && head.data_type !== undefined;

/**
 * @throws ApiError for whatever is wrong with the upload: then nothing of it is stored
 */
export async function receiveUpload(
  services: UploadServices,
  request: UploadRequest,
  place: Place,
): Promise<Received> {
  const upload = new Upload(services, request, place);
  try {
    return await upload.receive();
  } catch (error) {
    await upload.undo();
    throw error;
  }
}

class Upload {
  readonly #services: UploadServices;
  readonly #request: UploadRequest;
  readonly #place: Place;
  /** Names upload and parts; the sender's own id is known only with the whole envelope. */
  readonly #id: string;
  readonly #parts: NewBatch[] = [];
  #put: Promise<void> = Promise.resolve();
  /** The ledger may have the parts: they are no longer ours to delete. */
  #handedOver = false;
  /** Rows that came before it was known what they are. */
  #held: (Uint8Array | null)[] = [];
  #heldBytes = 0;
  #begun: { envelope: Envelope; entry: IngestEntry; head: Omit<BatchHead, "batchId" | "upload"> } | null =
    null;
  #builder: BatchBuilder | null = null;
  #rows = 0;
  /** Of NDJSON, from 1. */
  #line = 0;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

  constructor(services: UploadServices, request: UploadRequest, place: Place) {
    this.#place = place;
    this.#services = services;
    this.#request = request;
    this.#id = services.newId();
  }

  async receive(): Promise<Received> {
    const { body, gzip, format } = this.#request;
    const source = format === "json" ? this.#json() : this.#lines();
    const digest = await readBody(body, gzip, this.#place, source.push);
    const envelope = await source.end();
    if (this.#begun === null) await this.#begin(envelope);
    else checkFixed(this.#begun.envelope, envelope);
    await this.#drain();
    if (this.#rows === 0) throw invalidField("data_list", "is empty");
    await this.#flush();
    await this.#put;
    return this.#register(envelope, digest);
  }

  /** Takes away what was laid down, unless the ledger may count on it: what it does not know is swept later. */
  async undo(): Promise<void> {
    await this.#put.catch(() => {});
    if (this.#handedOver) return;
    const keys = this.#parts.flatMap(({ spoolKey }) => spoolKey ?? []);
    if (keys.length > 0) await this.#services.store.delete(keys).catch(() => {});
  }

  #json() {
    const scanner = scanRows("data_list");
    return {
      push: async (chunk: Uint8Array) => {
        let head: Record<string, unknown> | null = null;
        scanner.push(chunk, (bytes) => {
          if (this.#begun === null && head === null) head = scanner.head();
          this.#take(bytes);
        });
        if (this.#begun === null && head !== null && isEnough(head)) await this.#begin(this.#whole(head));
        await this.#drain();
      },
      end: async () => {
        const value = scanner.end();
        if (value.data_list === undefined) throw invalidField("data_list", "is missing");
        if (!Array.isArray(value.data_list)) throw invalidField("data_list", "is not a list");
        return this.#whole(value);
      },
    };
  }

  #lines() {
    const scanner = scanLines();
    const line = (bytes: Uint8Array | null) => {
      this.#line++;
      if (bytes === null || bytes.some((byte) => byte !== 0x20 && byte !== 0x0d && byte !== 0x09))
        this.#take(bytes);
    };
    return {
      push: async (chunk: Uint8Array) => {
        if (this.#begun === null) await this.#begin(this.#whole({}));
        scanner.push(chunk, line);
        await this.#drain();
      },
      end: async () => {
        scanner.end(line);
        return this.#whole({});
      },
    };
  }

  #whole(members: Record<string, unknown>): Envelope {
    const { data_list: _, ...rest } = members;
    return readEnvelope({ ...this.#request.query, ...rest });
  }

  async #begin(envelope: Envelope): Promise<void> {
    const { sender, requestId } = this.#request;
    const { platform_type: platform, channel, data_type: dataType, lease } = envelope;
    const entry = this.#services.entry(platform, channel, dataType);
    if (lease && placeOfKeyword(lease.keyword_id)?.platform !== platform) {
      const known = placeOfKeyword(lease.keyword_id) !== null;
      if (!known) throw new ApiError("not_found", `lease: no keyword ${lease.keyword_id}`);
      throw invalidField("platform_type", "is not the platform of the leased keyword");
    }
    const collectedAt = checkCollectedAt(envelope.collected_at, this.#services.clock.now());
    const holding = lease && (await this.#services.checkLease(sender, lease));
    const run =
      lease && holding
        ? {
            keywordId: lease.keyword_id,
            runId: holding.runId,
            keyword: holding.keyword,
            city: holding.city,
          }
        : null;
    const head = { run, source: sender.source, requestId, collectedAt };
    this.#begun = { envelope, entry, head };
  }

  #take(bytes: Uint8Array | null): void {
    this.#rows++;
    if (this.#rows > MAX_UPLOAD_ROWS) throw tooLarge();
    if (this.#begun) this.#add(bytes, this.#rows);
    else {
      this.#held.push(bytes?.slice() ?? null);
      this.#heldBytes += bytes?.length ?? 0;
      this.#place.hold(this.#heldBytes);
    }
  }

  async #drain(): Promise<void> {
    if (!this.#begun) return;
    const held = this.#held;
    this.#held = [];
    if (this.#heldBytes > 0) this.#place.hold(0);
    this.#heldBytes = 0;
    const first = this.#rows - held.length + 1;
    for (const [index, bytes] of held.entries()) {
      this.#add(bytes, first + index);
      if (this.#isFull()) await this.#flush();
    }
    if (this.#isFull()) await this.#flush();
  }

  /** @param number of the row, from 1 */
  #add(bytes: Uint8Array | null, number: number): void {
    this.#builder ??= this.#newBuilder(number - 1);
    if (bytes === null) {
      this.#builder.reject(`is over ${MAX_ROW_BYTES / 1024 / 1024} MB`);
      return;
    }
    let row: unknown;
    try {
      row = JSON.parse(this.#decoder.decode(bytes));
    } catch {
      throw notJson(`${this.#line > 0 ? `line ${this.#line}` : `row ${number}`} is not valid JSON`);
    }
    // Written on several lines, it is kept on one.
    const json = trimmed(bytes);
    this.#builder.add(row, json[0] === OPEN_OBJECT && !json.includes(NEWLINE) ? json : undefined);
  }

  #newBuilder(offset: number): BatchBuilder {
    const begun = this.#begun;
    if (!begun) throw new Error("rows before the envelope");
    const part = this.#parts.length;
    const upload = { id: this.#id, part, offset, ip: this.#request.sender.ip };
    const batchId = `${this.#id}.${part}`;
    return buildBatch({ ...begun.head, batchId, upload }, begun.entry);
  }

  #isFull(): boolean {
    const builder = this.#builder;
    return (
      builder !== null &&
      (builder.rows() >= PART_ROWS || builder.size() >= (this.#place.isSlow() ? SLOW_PART_BYTES : PART_BYTES))
    );
  }

  /** Lays the part down; the next one is built meanwhile. */
  async #flush(): Promise<void> {
    if (!this.#builder) return;
    await this.#put;
    const prepared = this.#builder.finish();
    this.#builder = null;
    const object = spoolObject(prepared, this.#services);
    this.#parts.push(toNewBatch(prepared.header, object));
    if (object === null) return;
    this.#put = this.#services.store.put(object.key, object.packed).then(
      () => releaseBytes(object.packed),
      (error) => {
        throw unavailable("the spool did not take the rows", error);
      },
    );
    // Its failure is met at the next flush or at the end.
    this.#put.catch(() => {});
  }

  async #register(envelope: Envelope, digest: string): Promise<Received> {
    const { ledger } = this.#services;
    const { sender, idempotencyKey, urgent } = this.#request;
    if (idempotencyKey !== null && envelope.batch_id !== undefined && idempotencyKey !== envelope.batch_id) {
      throw invalidField("batch_id", "is not the Idempotency-Key of the request");
    }
    const senderBatchId = envelope.batch_id ?? idempotencyKey;
    const id = senderBatchId ?? this.#id;
    this.#handedOver = true;
    // The same lines as another kind of rows are another upload.
    const content = [envelope.platform_type, envelope.channel, envelope.data_type, digest].join(" ");
    const registered = await ledger
      .registerUpload({
        uploadId: this.#id,
        senderKey: `${sender.name}:${id}`,
        senderBatchId,
        digest: content,
        urgent,
        parts: this.#parts,
      })
      .catch((error) => {
        throw unavailable("the ledger did not answer", error);
      });
    this.#handedOver = registered.ok && !registered.replayed;
    if (!registered.ok) {
      const reason = "was used for an upload with other content";
      throw new ApiError("conflict", `batch_id: ${reason}`, [{ field: "batch_id", reason }]);
    }
    if (registered.replayed) await this.undo();
    const receipt = await ledger.uploadReceipt(sender.name, id);
    if (!receipt) throw new Error(`upload ${id} is not in the ledger`);
    return { replayed: registered.replayed, receipt };
  }
}
