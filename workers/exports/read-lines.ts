/** Lines of an answer of ClickHouse while it comes, so that no page of rows is in memory as a whole. */
import { readBytes } from "./read-bytes.ts";

/**
 * Bytes that become text together: some rows. The text of a larger block is a large object for V8 (from 128 KiB), and
 * dozens of MB of these gather before they are collected.
 */
const BLOCK_BYTES = 16 * 1024;

/**
 * @param stream a byte stream
 * @returns blocks of whole lines without their ends
 * @throws Error when the text ends inside a line, as when the connection was cut
 */
export async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of readBytes(stream)) {
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
      const lines = (text + decoder.decode(bytes.subarray(at, at + BLOCK_BYTES), { stream: true })).split(
        "\n",
      );
      text = lines.pop() ?? "";
      if (lines.length > 0) yield lines;
    }
  }
  const lines = (text + decoder.decode()).split("\n");
  if (lines.pop() !== "") throw new Error("the answer of ClickHouse ends inside a row");
  if (lines.length > 0) yield lines;
}
