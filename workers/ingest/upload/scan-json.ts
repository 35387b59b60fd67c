/**
 * Finds the rows of an uploaded JSON document without keeping it in memory: it reads bytes as they arrive and passes on
 * each element of the top-level list as soon as it is complete. The rest, the document with an empty list, is the envelope.
 * The scanner only finds boundaries; JSON.parse decides whether an element or the envelope is valid JSON.
 */
import { errorAbout } from "../../../shared/errors/validation.ts";
import { ChunkBuffer } from "./chunk-buffer.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Limit of everything but the rows; names, ids and a lease need far less. */
const MAX_ENVELOPE_BYTES = 16_384;

/** Is 1 for each byte that is part of JSON's structure outside a string. */
const STRUCTURAL = new Uint8Array(256);
for (const byte of [QUOTE, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT]) STRUCTURAL[byte] = 1;

export const isSpace = (byte: number | undefined) =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

export const notJson = (reason: string) => errorAbout("invalid_json", "body", reason);

/** True for a row of white space; false for null, which stands for a row over the limit. */
export const isBlank = (bytes: Uint8Array | null) => bytes?.every(isSpace) ?? false;

export interface RowScanner {
  /**
   * @param row gets the bytes of each element that ends in `chunk`, or null for an element over MAX_ROW_BYTES; the
   * bytes are valid until it returns
   */
  push(chunk: Uint8Array, row: (bytes: Uint8Array | null) => void): void;
  /** @returns the members before the list; to be called only inside a call of `row` */
  head(): Record<string, unknown>;
  /** @returns the envelope. @throws ApiError invalid_json when the document is incomplete */
  end(): Record<string, unknown>;
}

/**
 * @param listName member whose value is the list
 * @throws ApiError from `push`: invalid_json, body_too_large when the envelope is over its limit
 */
export function scanRows(listName: string): RowScanner {
  const start = new RegExp(`[{,]\\s*"${listName}"\\s*:\\s*$`);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let envelope = new Uint8Array(1024);
  let length = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inList = false;
  let lists = 0;
  const buffer = new ChunkBuffer();
  /** True when a comma precedes the current element. */
  let afterComma = false;

  const keep = (bytes: Uint8Array) => {
    if (length + bytes.length > MAX_ENVELOPE_BYTES) {
      const reason = `has over ${MAX_ENVELOPE_BYTES} bytes beside ${listName}`;
      throw errorAbout("body_too_large", "body", reason);
    }
    if (length + bytes.length > envelope.length) {
      const larger = new Uint8Array(Math.min(MAX_ENVELOPE_BYTES, 2 * (length + bytes.length)));
      larger.set(envelope.subarray(0, length));
      envelope = larger;
    }
    envelope.set(bytes, length);
    length += bytes.length;
  };
  const envelopeText = () => {
    try {
      return decoder.decode(envelope.subarray(0, length));
    } catch {
      throw notJson("is not UTF-8");
    }
  };
  const parse = (text: string): Record<string, unknown> => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw notJson("is not valid JSON");
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw notJson("is not a JSON object");
    }
    return value as Record<string, unknown>;
  };

  return {
    push(chunk, row) {
      /** Offset in this chunk at which the current element or envelope piece begins. */
      let from = 0;
      // This loop reads megabytes: its state is in local variables, and bytes without structural meaning are
      // skipped at once.
      const end = chunk.length;
      let within = inString;
      let skip = escaped;
      for (let at = 0; at < end; at++) {
        let byte = chunk[at] as number;
        if (within) {
          if (skip) {
            skip = false;
            continue;
          }
          while (byte !== QUOTE && byte !== BACKSLASH && ++at < end) byte = chunk[at] as number;
          if (at === end) break;
          if (byte === BACKSLASH) skip = true;
          else within = false;
          continue;
        }
        if (STRUCTURAL[byte] === 0) continue;
        if (byte === QUOTE) {
          within = true;
          continue;
        }
        if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
          depth++;
          if (byte !== OPEN_LIST || depth !== 2 || inList) continue;
          keep(chunk.subarray(from, at));
          from = at;
          if (!start.test(envelopeText())) continue;
          if (++lists > 1) throw notJson(`has ${listName} twice`);
          keep(chunk.subarray(at, at + 1));
          inList = true;
          afterComma = false;
          from = at + 1;
          continue;
        }
        if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
          depth--;
          if (depth < 0) throw notJson("is not valid JSON");
          if (!inList || depth !== 1) continue;
          if (byte === CLOSE_OBJECT) throw notJson("is not valid JSON");
          const last = buffer.end(chunk.subarray(from, at));
          if (!isBlank(last)) row(last);
          else if (afterComma) throw notJson(`${listName} ends with a comma`);
          inList = false;
          from = at;
          continue;
        }
        if (byte !== COMMA || !inList || depth !== 2) continue;
        const bytes = buffer.end(chunk.subarray(from, at));
        if (isBlank(bytes)) throw notJson(`${listName} has a comma without an element`);
        row(bytes);
        afterComma = true;
        from = at + 1;
      }
      inString = within;
      escaped = skip;
      if (inList) buffer.push(chunk.subarray(from));
      else keep(chunk.subarray(from));
    },
    head: () => parse(`${envelopeText()}]}`),
    end() {
      if (inList || inString || depth !== 0) throw notJson("ends too early");
      return parse(envelopeText());
    },
  };
}
