/** Builds the parts of an upload and writes them to the spool. */
import type { NewBatch } from "../../../shared/contracts/ingest-ledger.ts";
import type { QualityTally } from "../../../shared/domain/quality/tally.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { releaseBytes } from "../buffer-pool.ts";
import type { AcceptServices } from "../ingest-services.ts";
import { spoolObject } from "../pack-spool.ts";
import type { BatchBuilder, JudgeRows } from "../prepare.ts";
import { toNewBatch } from "../spool-header.ts";
import type { UploadSlot } from "./admission.ts";

/** Flush size of a part: bounds memory and the number of R2 objects. */
const PART_ROWS = 1000;
const PART_BYTES = 4_000_000;
/** Flush size of a part of a slow sender. */
const SLOW_PART_BYTES = 400_000;

/** The upload itself is valid: the sender may repeat it under the same id, and it is stored once. */
export function unavailable(what: string, cause: unknown): ApiError {
  const error = new ApiError("dependency_unavailable", `${what}; send it again under the same id`, [], {
    retryAfterSeconds: 5,
  });
  error.cause = cause;
  return error;
}

export class UploadParts {
  readonly #services: AcceptServices;
  readonly #slot: UploadSlot;
  readonly #written: NewBatch[] = [];
  /** Counts of the fields in the rows of all parts. */
  #quality: QualityTally | null = null;
  #put: Promise<void> = Promise.resolve();
  #builder: BatchBuilder | null = null;
  /** Decides whether rows are far off; a part is judged by itself, and with all others. */
  readonly #judge: JudgeRows;

  constructor(services: AcceptServices, slot: UploadSlot, judge: JudgeRows) {
    this.#services = services;
    this.#slot = slot;
    this.#judge = judge;
  }

  /** The part that takes the next row. @param begin makes the builder of a new part from its number */
  current(begin: (part: number) => BatchBuilder): BatchBuilder {
    this.#builder ??= begin(this.#written.length);
    return this.#builder;
  }

  isFull(): boolean {
    const builder = this.#builder;
    return (
      builder !== null &&
      (builder.rows() >= PART_ROWS || builder.size() >= (this.#slot.isSlow() ? SLOW_PART_BYTES : PART_BYTES))
    );
  }

  /** Starts writing the part; the next part is built meanwhile. */
  async flush(): Promise<void> {
    if (!this.#builder) return;
    await this.#put;
    const prepared = this.#builder.finish(this.#judge);
    if (this.#quality === null) this.#quality = prepared.quality;
    else this.#quality.merge(prepared.quality);
    this.#builder = null;
    const object = spoolObject(prepared, this.#services);
    this.#written.push(toNewBatch(prepared.header, object));
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

  /** @returns the parts, all of them written @throws ApiError dependency_unavailable */
  async finish(): Promise<NewBatch[]> {
    await this.flush();
    await this.#put;
    // A single part was judged when it was written.
    const whole = this.#quality && this.#written.length > 1 ? this.#judge(this.#quality) : null;
    return whole ? this.#written.map((part) => ({ ...part, quality: part.quality ?? whole })) : this.#written;
  }

  /** Deletes the written parts; the sweep deletes objects that remain, because the ledger doesn't know them. */
  async discard(): Promise<void> {
    await this.#put.catch(() => {});
    const keys = this.#written.flatMap(({ spool_key: spoolKey }) => spoolKey ?? []);
    if (keys.length > 0) await this.#services.store.delete(keys).catch(() => {});
  }
}
