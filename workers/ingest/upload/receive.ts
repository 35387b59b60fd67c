/**
 * Receives an upload from its first byte until it is durable: rows are parsed while the body arrives, written to the
 * spool part by part, and count once all parts are registered together. A failure before that leaves nothing stored.
 */
import type { NewBatch } from "../../../shared/contracts/ingest-ledger.ts";
import { placeOfKeyword } from "../../../shared/domain/keyword-id.ts";
import { ApiError, type FieldProblem } from "../../../shared/errors/codes.ts";
import type { IngestEntry } from "../../../shared/platforms/registry.ts";
import { releaseBytes } from "../buffer-pool.ts";
import { spoolObject } from "../pack-spool.ts";
import { type BatchBuilder, type BatchHead, buildBatch } from "../prepare.ts";
import { NEWLINE, toNewBatch } from "../spool-header.ts";
import type { UploadSlot } from "./admission.ts";
import { MAX_ROW_BYTES } from "./chunk-buffer.ts";
import {
  assertUnchanged,
  checkCollectedAt,
  type Envelope,
  hasRequiredEnvelope,
  ignoredMembers,
  invalidField,
  readEnvelope,
} from "./envelope.ts";
import { MAX_UPLOAD_ROWS, readBody, tooLarge } from "./read-body.ts";
import { isSpace, notJson, OPEN_OBJECT, scanRows } from "./scan-json.ts";
import { scanLines } from "./scan-lines.ts";
import type { Received, UploadRequest, UploadServices } from "./upload-request.ts";
import { Utf8Check } from "./utf8-check.ts";

/** Flush size of a part: bounds memory and the number of R2 objects. */
const PART_ROWS = 1000;
const PART_BYTES = 4_000_000;
/** Flush size of a part of a slow sender. */
const SLOW_PART_BYTES = 400_000;

/** The upload itself is valid: the sender may repeat it under the same id, and it is stored once. */
function unavailable(what: string, cause: unknown): ApiError {
  const error = new ApiError("dependency_unavailable", `${what}; send it again under the same id`, [], {
    retryAfterSeconds: 5,
  });
  error.cause = cause;
  return error;
}

/** Removes white space at both ends. */
function trimmed(json: Uint8Array): Uint8Array {
  let start = 0;
  let end = json.length;
  while (isSpace(json[start])) start++;
  while (end > start && isSpace(json[end - 1])) end--;
  return json.subarray(start, end);
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** @returns the value of a row's JSON, or why it has none */
function readRow(bytes: Uint8Array): { row: unknown } | { reason: string } {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { reason: "is not UTF-8" };
  }
  try {
    return { row: JSON.parse(text) };
  } catch {
    return { reason: "is not valid JSON" };
  }
}

/** @throws ApiError when the upload can't be accepted; nothing of it is stored then */
export async function receiveUpload(
  services: UploadServices,
  request: UploadRequest,
  slot: UploadSlot,
): Promise<Received> {
  const upload = new Upload(services, request, slot);
  try {
    return await upload.receive();
  } catch (error) {
    await upload.rollback();
    throw error;
  }
}

class Upload {
  readonly #services: UploadServices;
  readonly #request: UploadRequest;
  readonly #slot: UploadSlot;
  /** Id of the upload and prefix of its parts' ids; the sender's own id is known only with the complete envelope. */
  readonly #id: string;
  readonly #parts: NewBatch[] = [];
  #put: Promise<void> = Promise.resolve();
  /** True when the ledger may have registered the parts, which must not be deleted then. */
  #registered = false;
  /** Rows that arrived before the envelope was known. */
  #pending: (Uint8Array | null)[] = [];
  /** Names of members that mean nothing here. */
  #ignored: string[] = [];
  #pendingBytes = 0;
  #begun: { envelope: Envelope; entry: IngestEntry; head: Omit<BatchHead, "batch_id" | "upload"> } | null =
    null;
  #builder: BatchBuilder | null = null;
  #rows = 0;
  /** Current line of an NDJSON body, from 1. */
  #line = 0;

  constructor(services: UploadServices, request: UploadRequest, slot: UploadSlot) {
    this.#slot = slot;
    this.#services = services;
    this.#request = request;
    this.#id = services.newId();
  }

  async receive(): Promise<Received> {
    const { body, gzip, format } = this.#request;
    const source = format === "json" ? this.#json() : this.#lines();
    const digest = await readBody(body, gzip, this.#slot, source.push);
    const envelope = await source.end();
    if (this.#begun === null) await this.#begin(envelope);
    else assertUnchanged(this.#begun.envelope, envelope);
    await this.#flushPending();
    if (this.#rows === 0) throw invalidField("data_list", "is empty");
    await this.#flush();
    await this.#put;
    return this.#register(envelope, digest);
  }

  /**
   * Deletes the written parts, unless the ledger may refer to them; the sweep deletes objects that the ledger
   * doesn't know.
   */
  async rollback(): Promise<void> {
    await this.#put.catch(() => {});
    if (this.#registered) return;
    const keys = this.#parts.flatMap(({ spool_key: spoolKey }) => spoolKey ?? []);
    if (keys.length > 0) await this.#services.store.delete(keys).catch(() => {});
  }

  #json() {
    const scanner = scanRows("data_list");
    const utf8 = new Utf8Check();
    return {
      push: async (chunk: Uint8Array) => {
        // Checked first: bytes of GBK may look like quotes and brackets, and the answer would name the wrong cause.
        if (!utf8.push(chunk)) throw notJson("is not UTF-8");
        let head: Record<string, unknown> | null = null;
        scanner.push(chunk, (bytes) => {
          if (this.#begun === null && head === null) head = scanner.head();
          this.#onRow(bytes);
        });
        if (this.#begun === null && head !== null && hasRequiredEnvelope(head))
          await this.#begin(this.#envelopeOf(head));
        await this.#flushPending();
      },
      end: async () => {
        if (!utf8.end()) throw notJson("is not UTF-8");
        const value = scanner.end();
        const reason =
          value.data_list === undefined
            ? "is missing"
            : Array.isArray(value.data_list)
              ? null
              : "is not a list";
        return this.#envelopeOf(value, reason === null ? [] : [{ field: "data_list", reason }]);
      },
    };
  }

  #lines() {
    const scanner = scanLines();
    const line = (bytes: Uint8Array | null) => {
      this.#line++;
      if (bytes === null || bytes.some((byte) => byte !== 0x20 && byte !== 0x0d && byte !== 0x09))
        this.#onRow(bytes);
    };
    return {
      push: async (chunk: Uint8Array) => {
        if (this.#begun === null) await this.#begin(this.#envelopeOf({}));
        scanner.push(chunk, line);
        await this.#flushPending();
      },
      end: async () => {
        scanner.end(line);
        return this.#envelopeOf({});
      },
    };
  }

  #envelopeOf(members: Record<string, unknown>, others: readonly FieldProblem[] = []): Envelope {
    const { data_list: _, ...rest } = members;
    const fields = { ...this.#request.query, ...rest };
    this.#ignored = ignoredMembers(fields);
    return readEnvelope(fields, others);
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
            keyword_id: lease.keyword_id,
            run_id: holding.run_id,
            keyword: holding.keyword,
            city: holding.city,
          }
        : null;
    const head = { run, source: sender.source, request_id: requestId, collected_at: collectedAt };
    this.#begun = { envelope, entry, head };
  }

  #onRow(bytes: Uint8Array | null): void {
    this.#rows++;
    if (this.#rows > MAX_UPLOAD_ROWS) throw tooLarge();
    if (this.#begun) this.#add(bytes, this.#rows);
    else {
      this.#pending.push(bytes?.slice() ?? null);
      this.#pendingBytes += bytes?.length ?? 0;
      this.#slot.hold(this.#pendingBytes);
    }
  }

  async #flushPending(): Promise<void> {
    if (!this.#begun) return;
    const pending = this.#pending;
    this.#pending = [];
    if (this.#pendingBytes > 0) this.#slot.hold(0);
    this.#pendingBytes = 0;
    const first = this.#rows - pending.length + 1;
    for (const [index, bytes] of pending.entries()) {
      this.#add(bytes, first + index);
      if (this.#isFull()) await this.#flush();
    }
    if (this.#isFull()) await this.#flush();
  }

  /** @param number position of the row, from 1 */
  #add(bytes: Uint8Array | null, number: number): void {
    this.#builder ??= this.#newBuilder(number - 1);
    const line = this.#request.format === "ndjson" ? this.#line : undefined;
    if (bytes === null) {
      this.#builder.reject(`is over ${MAX_ROW_BYTES / 1024 / 1024} MB`, line);
      return;
    }
    const read = readRow(bytes);
    if ("reason" in read) {
      // A line stands for itself. A JSON document with a broken row is broken as a whole.
      if (line === undefined) throw notJson(`row ${number} ${read.reason}`);
      this.#builder.reject(read.reason, line);
      return;
    }
    // A row sent on several lines is serialized again, because the spool has one line per row.
    const json = trimmed(bytes);
    this.#builder.add(read.row, {
      json: json[0] === OPEN_OBJECT && !json.includes(NEWLINE) ? json : undefined,
      line,
    });
  }

  #newBuilder(offset: number): BatchBuilder {
    const begun = this.#begun;
    if (!begun) throw new Error("rows before the envelope");
    const part = this.#parts.length;
    const upload = { id: this.#id, part, offset, ip: this.#request.sender.ip };
    const batchId = `${this.#id}.${part}`;
    return buildBatch({ ...begun.head, batch_id: batchId, upload }, begun.entry);
  }

  #isFull(): boolean {
    const builder = this.#builder;
    return (
      builder !== null &&
      (builder.rows() >= PART_ROWS || builder.size() >= (this.#slot.isSlow() ? SLOW_PART_BYTES : PART_BYTES))
    );
  }

  /** Starts writing the part; the next part is built meanwhile. */
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
    // The next flush or the end of the upload awaits the promise and throws its error.
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
    this.#registered = true;
    // The same lines sent as another kind of rows are a different upload.
    const content = [envelope.platform_type, envelope.channel, envelope.data_type, digest].join(" ");
    const registered = await ledger
      .registerUpload({
        upload_id: this.#id,
        sender_key: `${sender.name}:${id}`,
        sender_batch_id: senderBatchId,
        digest: content,
        urgent,
        fence: envelope.lease?.fence,
        parts: this.#parts,
      })
      .catch((error) => {
        throw unavailable("the ledger did not answer", error);
      });
    this.#registered = registered.ok && !registered.replayed;
    if (!registered.ok) {
      const reason = "was used for an upload with other content";
      throw new ApiError("conflict", `batch_id: ${reason}`, [{ field: "batch_id", reason }]);
    }
    if (registered.replayed) await this.rollback();
    const receipt = await ledger.uploadReceipt(sender.name, id);
    if (!receipt) throw new Error(`upload ${id} is not in the ledger`);
    return { replayed: registered.replayed, receipt, ignored: this.#ignored };
  }
}
