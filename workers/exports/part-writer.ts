/** Cuts a stream of bytes into parts of one size, with one buffer. */
import type { UploadedPart } from "../db/export-schema.ts";
import { type ExportFiles, PART_BYTES } from "./files.ts";
import { encode, encodeInto, maxBytes } from "./formats/format.ts";

export class PartWriter {
  readonly #buffer: Uint8Array<ArrayBuffer>;
  readonly #send: (part: Uint8Array<ArrayBuffer>) => Promise<void>;
  #used = 0;
  #skip: number;

  /**
   * @param send gets each full part; the bytes are valid until it ends
   * @param skip bytes at the beginning that were sent before
   * @param partBytes for tests
   */
  constructor(send: (part: Uint8Array<ArrayBuffer>) => Promise<void>, skip = 0, partBytes = PART_BYTES) {
    this.#buffer = new Uint8Array(partBytes);
    this.#send = send;
    this.#skip = skip;
  }

  /**
   * Writes text straight into the buffer: bytes of their own for each row would wait as garbage.
   * @returns the number of its bytes
   */
  async writeText(text: string, onPart?: (consumed: number) => Promise<void>): Promise<number> {
    if (this.#skip === 0 && maxBytes(text) < this.#buffer.length - this.#used) {
      const written = encodeInto(text, this.#buffer.subarray(this.#used));
      this.#used += written;
      return written;
    }
    const bytes = encode(text);
    await this.write(bytes, onPart);
    return bytes.length;
  }

  /** @param onPart is called when a part was sent, with the number of these bytes that it ended with */
  async write(bytes: Uint8Array, onPart?: (consumed: number) => Promise<void>): Promise<void> {
    let from = Math.min(this.#skip, bytes.length);
    this.#skip -= from;
    while (from < bytes.length) {
      const taken = Math.min(this.#buffer.length - this.#used, bytes.length - from);
      this.#buffer.set(bytes.subarray(from, from + taken), this.#used);
      this.#used += taken;
      from += taken;
      if (this.#used < this.#buffer.length) return;
      await this.#send(this.#buffer);
      this.#used = 0;
      await onPart?.(from);
    }
  }

  /** Sends what is left as the last part. */
  async end(): Promise<void> {
    if (this.#used > 0) await this.#send(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}

/**
 * @param parts grows by each part that the bucket has confirmed
 * @param skip bytes at the beginning that are in these parts
 * @returns a writer whose parts are uploaded
 */
export const partUpload = (
  files: Pick<ExportFiles, "putPart">,
  { key, uploadId, parts }: { key: string; uploadId: string; parts: UploadedPart[] },
  skip = 0,
): PartWriter =>
  new PartWriter(async (bytes) => {
    parts.push(await files.putPart(key, uploadId, parts.length + 1, bytes));
  }, skip);
