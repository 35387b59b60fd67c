import type { PiecedBody } from "../../../workers/clickhouse/client.ts";

/**
 * Joins a body whose length must be what it says. Each piece is copied at once, because `pieces` may yield the same buffer
 * again.
 */
export function join(body: PiecedBody): Uint8Array {
  const joined = new Uint8Array(body.length);
  let at = 0;
  for (const piece of body.pieces()) {
    joined.set(piece, at);
    at += piece.length;
  }
  if (at !== body.length) throw new Error(`${at} bytes, not ${body.length}`);
  return joined;
}
