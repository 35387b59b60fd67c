/**
 * Receives an upload from its first byte until it is durable: rows are parsed while the body arrives, written to the
 * spool part by part, and count once all parts are registered together. A failure before that leaves nothing stored.
 */
import { placeOfKeyword } from "../../../shared/domain/keyword-id.ts";
import { ApiError, type FieldProblem } from "../../../shared/errors/codes.ts";
import { fieldConflict, fieldError } from "../../../shared/errors/validation.ts";
import type { IngestEntry } from "../../../shared/platforms/registry.ts";
import { type BatchBuilder, type BatchHead, buildBatch } from "../prepare.ts";
import type { UploadSlot } from "./admission.ts";
import { MAX_ROW_BYTES } from "./chunk-buffer.ts";
import {
  assertUnchanged,
  checkCollectedAt,
  type Envelope,
  hasRequiredEnvelope,
  ignoredMembers,
  readEnvelope,
} from "./envelope.ts";
import { MAX_UPLOAD_ROWS, readBody, tooLarge } from "./read-body.ts";
import { readRow, spoolJson } from "./read-row.ts";
import { isBlank, notJson, scanRows } from "./scan-json.ts";
import { scanLines } from "./scan-lines.ts";
import { UploadParts, unavailable } from "./upload-parts.ts";
import type { Received, UploadRequest, UploadServices } from "./upload-request.ts";
import { Utf8Check } from "./utf8-check.ts";

/** The sender may try again after an hour, because a person has to look at what waits. */
const QUARANTINE_RETRY_SECONDS = 3600;

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

/** Why the ledger did not take an upload. */
const refusal = (code: "other-content" | "quarantine-full"): ApiError =>
  code === "other-content"
    ? fieldConflict("batch_id", "was used for an upload with other content")
    : new ApiError(
        "too_many_requests",
        "the rows are far off what is usual, and too many batches of this sender wait in quarantine already",
        [],
        { retryAfterSeconds: QUARANTINE_RETRY_SECONDS },
      );

class Upload {
  readonly #services: UploadServices;
  readonly #request: UploadRequest;
  readonly #slot: UploadSlot;
  /** Id of the upload and prefix of its parts' ids; the sender's own id is known only with the complete envelope. */
  readonly #id: string;
  readonly #parts: UploadParts;
  /** True when the ledger may have registered the parts, which must not be deleted then. */
  #registered = false;
  /** Rows that arrived before the envelope was known. */
  #pending: (Uint8Array | null)[] = [];
  /** Names of members that mean nothing here. */
  #ignored: string[] = [];
  #pendingBytes = 0;
  #begun: { envelope: Envelope; entry: IngestEntry; head: Omit<BatchHead, "batch_id" | "upload"> } | null =
    null;
  #rows = 0;
  /** Current line of an NDJSON body, from 1. */
  #line = 0;

  constructor(services: UploadServices, request: UploadRequest, slot: UploadSlot) {
    this.#slot = slot;
    this.#parts = new UploadParts(services, slot, (quality) => {
      const begun = this.#begun;
      if (!begun) return null;
      const { platform, channel, dataType } = begun.entry;
      const batch = { platform, channel, data_type: dataType, run: begun.head.run };
      return services.quality.judge(batch, quality);
    });
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
    if (this.#rows === 0) throw fieldError("data_list", "is empty");
    return this.#register(envelope, digest);
  }

  /** Deletes the written parts, unless the ledger may refer to them. */
  async rollback(): Promise<void> {
    if (!this.#registered) await this.#parts.discard();
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
      if (!isBlank(bytes)) this.#onRow(bytes);
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
      throw fieldError("platform_type", "is not the platform of the leased keyword");
    }
    await this.#services.quality.ready();
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
      if (this.#parts.isFull()) await this.#parts.flush();
    }
    if (this.#parts.isFull()) await this.#parts.flush();
  }

  /** @param number position of the row, from 1 */
  #add(bytes: Uint8Array | null, number: number): void {
    const builder = this.#parts.current((part) => this.#newBuilder(part, number - 1));
    const line = this.#request.format === "ndjson" ? this.#line : undefined;
    if (bytes === null) {
      builder.reject(`is over ${MAX_ROW_BYTES / 1024 / 1024} MB`, line);
      return;
    }
    const read = readRow(bytes);
    if ("reason" in read) {
      // A line stands for itself. A JSON document with a broken row is broken as a whole.
      if (line === undefined) throw notJson(`row ${number} ${read.reason}`);
      builder.reject(read.reason, line);
      return;
    }
    builder.add(read.row, { json: spoolJson(bytes), line });
  }

  /** @param offset rows of the upload before the part */
  #newBuilder(part: number, offset: number): BatchBuilder {
    const begun = this.#begun;
    if (!begun) throw new Error("rows before the envelope");
    const upload = { id: this.#id, part, offset, ip: this.#request.sender.ip };
    return buildBatch({ ...begun.head, batch_id: `${this.#id}.${part}`, upload }, begun.entry);
  }

  async #register(envelope: Envelope, digest: string): Promise<Received> {
    const parts = await this.#parts.finish();
    const { ledger } = this.#services;
    const { sender, idempotencyKey, urgent } = this.#request;
    if (idempotencyKey !== null && envelope.batch_id !== undefined && idempotencyKey !== envelope.batch_id) {
      throw fieldError("batch_id", "is not the Idempotency-Key of the request");
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
        parts,
      })
      .catch((error) => {
        throw unavailable("the ledger did not answer", error);
      });
    this.#registered = registered.ok && !registered.replayed;
    if (!registered.ok) throw refusal(registered.code);
    if (registered.replayed) await this.rollback();
    const receipt = await ledger.uploadReceipt(sender.name, id);
    if (!receipt) throw new Error(`upload ${id} is not in the ledger`);
    return { replayed: registered.replayed, receipt, ignored: this.#ignored };
  }
}
