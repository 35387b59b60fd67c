import type { PiecedBody } from "../../../workers/clickhouse/client.ts";

/** A body as one; for tests and benches. */
export function join(body: PiecedBody): Uint8Array {
  const joined = new Uint8Array(body.length);
  let at = 0;
  for (const piece of body.pieces()) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
