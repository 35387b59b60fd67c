import { joinBytes } from "../../../shared/bytes.ts";
import type { PiecedBody } from "../../../workers/clickhouse/client.ts";

/** Joins a body whose length must be what it says; for tests and benches. */
export function join(body: PiecedBody): Uint8Array {
  const joined = joinBytes(body.pieces());
  if (joined.length !== body.length) throw new Error(`${joined.length} bytes, not ${body.length}`);
  return joined;
}
