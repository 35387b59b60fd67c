import type { PiecedBody } from "../../../workers/clickhouse/client.ts";

/** A body as one array. Each piece is copied at once, because `pieces` may yield the same buffer again. */
export function join(body: PiecedBody): Uint8Array {
  const joined = new Uint8Array(body.length);
  let at = 0;
  for (const piece of body.pieces()) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
