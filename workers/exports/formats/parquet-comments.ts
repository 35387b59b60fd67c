/**
 * Adds the comments of columns to a Parquet file that ClickHouse wrote: ClickHouse writes names and types only. They go
 * into the key-value metadata of the footer, one entry a column, where pyarrow and DuckDB show them.
 *
 * The footer is a Thrift struct in the compact protocol: `FileMetaData`, whose field 5 is
 * `list<KeyValue> key_value_metadata`. Fields may come in any order, so the new one is written behind the others, before
 * the byte that ends the struct. Sources: parquet-format, parquet.thrift; thrift-compact-protocol.md.
 */
import type { ExportColumn } from "../columns.ts";
import { readBytes } from "../read-bytes.ts";

const MAGIC = "PAR1";
const MAGIC_BYTES = 4;
/** Behind the footer stand its length (4 bytes, little endian) and the magic. */
const TAIL_BYTES = 8;
const STOP = 0;
/** A field header with its id written out: type list (9), no delta. Ids are zigzag: 5 is 10. */
const KEY_VALUE_FIELD = [0x09, 10];
const STRUCT_TYPE = 12;
/** A field of type binary (8) whose id is one more than that of the field before. */
const NEXT_BINARY_FIELD = 0x18;
/** A list of this many or more has its length behind the header. */
const LONG_LIST = 15;

export const commentKey = (column: string): string => `comment.${column}`;

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}

const encoder = new TextEncoder();
const text = (value: string): number[] => {
  const bytes = encoder.encode(value);
  return [...varint(bytes.length), ...bytes];
};

function keyValueField(columns: readonly ExportColumn[]): number[] {
  const size = columns.length;
  return [
    ...KEY_VALUE_FIELD,
    ...(size < LONG_LIST ? [(size << 4) | STRUCT_TYPE] : [0xf0 | STRUCT_TYPE, ...varint(size)]),
    ...columns.flatMap(({ name, comment }) => [
      NEXT_BINARY_FIELD,
      ...text(commentKey(name)),
      NEXT_BINARY_FIELD,
      ...text(comment),
      STOP,
    ]),
  ];
}

/** A footer grows with columns and row groups: of ten million rows it is below 1 MB. */
const MAX_FOOTER_BYTES = 4 * 1024 * 1024;

const broken = (what: string) => new Error(`ClickHouse's answer is no whole Parquet file: ${what}`);

/**
 * @returns the bytes that stay as they are, and those that come in place of the rest
 * @throws Error when the bytes are not the end of a Parquet file
 */
function withComments(
  end: Uint8Array,
  columns: readonly ExportColumn[],
): { same: Uint8Array; tail: Uint8Array } {
  const magic = new TextDecoder().decode(end.subarray(-MAGIC_BYTES));
  if (end.length < TAIL_BYTES || magic !== MAGIC) throw broken("its end is missing");
  const length = new DataView(end.buffer, end.byteOffset).getUint32(end.length - TAIL_BYTES, true);
  const footerEnd = end.length - TAIL_BYTES;
  if (length > footerEnd || end[footerEnd - 1] !== STOP) throw broken("its footer can't be read");
  const field = keyValueField(columns);
  const tail = new Uint8Array([...field, STOP, 0, 0, 0, 0, ...encoder.encode(MAGIC)]);
  new DataView(tail.buffer).setUint32(field.length + 1, length + field.length, true);
  return { same: end.subarray(0, footerEnd - 1), tail };
}

/** Bytes that are passed on at once. */
const PIECE_BYTES = 256 * 1024;

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

/**
 * Passes the bytes on and holds back only the end.
 * @param file a byte stream
 * @returns pieces, each valid until the next one is asked for
 * @throws Error when the file is cut off or holds an error message of ClickHouse in its place
 */
export async function* addComments(
  file: ReadableStream<Uint8Array>,
  columns: readonly ExportColumn[],
): AsyncGenerator<Uint8Array> {
  // What is held back moves to the front of the buffer once it is full, so that no piece needs a buffer of its own.
  const buffer = new Uint8Array(2 * MAX_FOOTER_BYTES);
  let used = 0;
  for await (const bytes of readBytes(file)) {
    if (used + bytes.length > buffer.length) {
      const passed = used - MAX_FOOTER_BYTES;
      yield* piecesOf(buffer.subarray(0, passed));
      buffer.copyWithin(0, passed, used);
      used = MAX_FOOTER_BYTES;
    }
    buffer.set(bytes, used);
    used += bytes.length;
  }
  const { same, tail } = withComments(buffer.subarray(0, used), columns);
  yield* piecesOf(same);
  yield tail;
}
