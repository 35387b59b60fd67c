/**
 * Adds the comments of columns to a Parquet file that ClickHouse wrote: ClickHouse writes names and types only. They go
 * into the key-value metadata of the footer, one entry a column, where pyarrow and DuckDB show them.
 *
 * The footer is a Thrift struct in the compact protocol: `FileMetaData`, whose field 5 is
 * `list<KeyValue> key_value_metadata`. Fields may come in any order, so the new one is written behind the others, before
 * the byte that ends the struct. Sources: parquet-format, parquet.thrift; thrift-compact-protocol.md.
 */
import type { ExportColumn } from "../columns.ts";

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

const join = (one: Uint8Array, other: Uint8Array): Uint8Array => {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
};

/** A footer grows with columns and row groups: of ten million rows it is below 1 MB. */
const MAX_FOOTER_BYTES = 4 * 1024 * 1024;

const broken = (what: string) => new Error(`ClickHouse's answer is no whole Parquet file: ${what}`);

/** @throws Error when the bytes are not the end of a Parquet file */
function withComments(end: Uint8Array, columns: readonly ExportColumn[]): Uint8Array {
  const magic = new TextDecoder().decode(end.subarray(-MAGIC_BYTES));
  if (end.length < TAIL_BYTES || magic !== MAGIC) throw broken("its end is missing");
  const length = new DataView(end.buffer, end.byteOffset).getUint32(end.length - TAIL_BYTES, true);
  const footerEnd = end.length - TAIL_BYTES;
  if (length > footerEnd || end[footerEnd - 1] !== STOP) throw broken("its footer can't be read");
  const field = keyValueField(columns);
  const tail = new Uint8Array([...field, STOP, 0, 0, 0, 0, ...encoder.encode(MAGIC)]);
  new DataView(tail.buffer).setUint32(field.length + 1, length + field.length, true);
  return join(end.subarray(0, footerEnd - 1), tail);
}

/**
 * Passes the bytes on and holds back only the end.
 * @returns a stream that errors when the file is cut off or holds an error message of ClickHouse in its place
 */
export function addComments(columns: readonly ExportColumn[]): TransformStream<Uint8Array, Uint8Array> {
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  return new TransformStream({
    transform(piece, controller) {
      held.push(piece);
      heldBytes += piece.length;
      for (let [first] = held; first && heldBytes - first.length >= MAX_FOOTER_BYTES; [first] = held) {
        controller.enqueue(first);
        held.shift();
        heldBytes -= first.length;
      }
    },
    flush(controller) {
      const end = new Uint8Array(heldBytes);
      let at = 0;
      for (const piece of held) {
        end.set(piece, at);
        at += piece.length;
      }
      controller.enqueue(withComments(end, columns));
    },
  });
}
