/**
 * Writes the bytes of a spool object line by line. As strings the lines would need twice the memory, and live just
 * long enough to become garbage that is collected late.
 */
import { spoolBuffers as pool } from "./buffer-pool.ts";
import { NEWLINE } from "./spool-header.ts";

/** Space before the lines for the header, which is known last: some 200 bytes for each of a thousand rows. */
const HEAD_ROOM = 256 * 1024;
/** First size of the buffer, enough for a page of a crawl. */
const FIRST_BYTES = 512 * 1024;
/** Next size, enough for the largest part of an upload (`PART_BYTES`): sizes in between would only fill the pool. */
const NEXT_BYTES = 4608 * 1024;
/** One UTF-16 unit becomes at most three bytes. */
const MAX_BYTES_PER_UNIT = 3;

const encoder = new TextEncoder();

export class SpoolWriter {
  #bytes = new Uint8Array(pool.take(FIRST_BYTES));
  #end = HEAD_ROOM;

  /** Size of the lines so far, bytes. */
  get size(): number {
    return this.#end - HEAD_ROOM;
  }

  /** @param pieces parts of one line: text, or UTF-8 that is copied unchanged */
  add(...pieces: (string | Uint8Array)[]): void {
    for (const piece of pieces) {
      if (typeof piece === "string") {
        this.#reserve(MAX_BYTES_PER_UNIT * piece.length);
        this.#end += encoder.encodeInto(piece, this.#bytes.subarray(this.#end)).written;
      } else {
        this.#reserve(piece.length);
        this.#bytes.set(piece, this.#end);
        this.#end += piece.length;
      }
    }
    this.#reserve(1);
    this.#bytes[this.#end++] = NEWLINE;
  }

  /** @returns the whole object; the bytes are valid until `release` */
  finish(header: string): Uint8Array {
    const line = `${header}\n`;
    const { read, written } = encoder.encodeInto(line, this.#bytes.subarray(0, HEAD_ROOM));
    if (read === line.length) {
      const start = HEAD_ROOM - written;
      this.#bytes.copyWithin(start, 0, written);
      return this.#bytes.subarray(start, this.#end);
    }
    const head = encoder.encode(line);
    this.#move(head.length + this.size, head.length);
    this.#bytes.set(head);
    return this.#bytes.subarray(0, head.length - HEAD_ROOM + this.#end);
  }

  release(): void {
    pool.giveBack(this.#bytes.buffer);
    this.#bytes = new Uint8Array();
  }

  #reserve(bytes: number): void {
    const needed = this.#end + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = this.#bytes.length < NEXT_BYTES ? NEXT_BYTES : 2 * this.#bytes.length;
    this.#move(Math.max(needed, larger), HEAD_ROOM);
  }

  /** Copies the lines to a larger buffer, where they begin at `room`. */
  #move(bytes: number, room: number): void {
    const larger = new Uint8Array(pool.take(bytes));
    larger.set(this.#bytes.subarray(HEAD_ROOM, this.#end), room);
    pool.giveBack(this.#bytes.buffer);
    this.#bytes = larger;
  }
}
