/**
 * A ZIP archive that can be written in pieces and gone on with after a crash: whatever has to be remembered is a few
 * numbers. Content is deflated piece by piece, each with a window of its own and up to a whole byte (Z_SYNC_FLUSH), so
 * that pieces follow each other as one stream (RFC 1951, 3.2.4); sizes and CRC-32 stand behind the content.
 * Source: PKWARE APPNOTE 6.3, 4.3 – 4.5.
 */
import { constants, crc32, deflateRawSync } from "node:zlib";
import { joinBytes } from "../../../shared/bytes.ts";
import type { ZipEntry } from "../../db/export-schema.ts";
import { encode } from "./format.ts";

const DEFLATE = 8;
/** Bit 3: sizes and CRC stand behind the content. Bit 11: the name is UTF-8. */
const FLAGS = 0x0808;
const VERSION = { plain: 20, zip64: 45 };
/** 1980-01-01, the first date that a ZIP can have: the same rows give the same bytes. */
const DATE = 0x0021;
const ZIP64_FIELD = 1;
const IN_ZIP64 = 0xffff_ffff;
/** A deflate stream ends with a block that says so; this one is empty. */
const LAST_BLOCK = new Uint8Array([3, 0]);

/** Numbers with their bytes. */
type Field = readonly [bytes: 2 | 4 | 8, value: number];

/** Writes numbers one after another, little endian. */
function fieldBytes(...fields: Field[]): Uint8Array {
  const packed = new Uint8Array(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  return packed;
}

const versionOf = (zip64: boolean): number => (zip64 ? VERSION.zip64 : VERSION.plain);

/** Sizes and offsets of 64 bits, behind the name of an entry whose own fields have 32. */
const zip64Extra = (...values: number[]): Uint8Array =>
  fieldBytes([2, ZIP64_FIELD], [2, 8 * values.length], ...values.map((value): Field => [8, value]));
const NO_EXTRA = new Uint8Array(0);

/** @param zip64 for content or archives that may be above 4 GiB */
export function zipHeader(path: string, zip64: boolean): Uint8Array {
  const name = encode(path);
  const extra = zip64 ? zip64Extra(0, 0) : NO_EXTRA;
  const header = fieldBytes(
    [4, 0x04034b50],
    [2, versionOf(zip64)],
    [2, FLAGS],
    [2, DEFLATE],
    [2, 0],
    [2, DATE],
    [4, 0],
    [4, 0],
    [4, 0],
    [2, name.length],
    [2, extra.length],
  );
  return joinBytes([header, name, extra]);
}

/** Deflates a piece of content and counts it. The same bytes always give the same piece. */
export function zipContent(entry: ZipEntry, bytes: Uint8Array): { entry: ZipEntry; packed: Uint8Array } {
  const packed = deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  const { crc, size, packed: before } = entry;
  return {
    packed,
    entry: {
      ...entry,
      crc: crc32(bytes, crc),
      size: size + bytes.length,
      packed: before + packed.length,
    },
  };
}

/** @returns the entry as it ends, and the bytes behind its last piece */
export function zipEnd(entry: ZipEntry, zip64: boolean): { entry: ZipEntry; bytes: Uint8Array } {
  const ended = { ...entry, packed: entry.packed + LAST_BLOCK.length };
  if (!zip64 && Math.max(ended.size, ended.packed, ended.at) >= IN_ZIP64)
    throw new Error(`${entry.path} is above the 4 GiB that this archive can have`);
  const width = zip64 ? 8 : 4;
  const descriptor = fieldBytes([4, 0x08074b50], [4, ended.crc], [width, ended.packed], [width, ended.size]);
  return { entry: ended, bytes: joinBytes([LAST_BLOCK, descriptor]) };
}

/** @param at offset of the directory in the archive @returns the bytes that end the archive */
export function zipDirectory(entries: readonly ZipEntry[], at: number, zip64: boolean): Uint8Array[] {
  const version = versionOf(zip64);
  const or64 = (value: number): Field => [4, zip64 ? IN_ZIP64 : value];
  const records = entries.map((entry) => {
    const name = encode(entry.path);
    const extra = zip64 ? zip64Extra(entry.size, entry.packed, entry.at) : NO_EXTRA;
    const record = fieldBytes(
      [4, 0x02014b50],
      [2, version],
      [2, version],
      [2, FLAGS],
      [2, DEFLATE],
      [2, 0],
      [2, DATE],
      [4, entry.crc],
      or64(entry.packed),
      or64(entry.size),
      [2, name.length],
      [2, extra.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      or64(entry.at),
    );
    return joinBytes([record, name, extra]);
  });
  const size = records.reduce((sum, { length }) => sum + length, 0);
  const count = entries.length;
  const end64 = zip64
    ? [
        fieldBytes(
          [4, 0x06064b50],
          [8, 44],
          [2, version],
          [2, version],
          [4, 0],
          [4, 0],
          [8, count],
          [8, count],
          [8, size],
          [8, at],
        ),
        fieldBytes([4, 0x07064b50], [4, 0], [8, at + size], [4, 1]),
      ]
    : [];
  const end = fieldBytes(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    or64(size),
    or64(at),
    [2, 0],
  );
  return [...records, ...end64, end];
}
