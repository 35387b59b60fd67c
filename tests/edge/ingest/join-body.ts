import { joinBytes } from "../../../shared/bytes.ts";
import type { PiecedBody } from "../../../workers/clickhouse/client.ts";

/** A body as one; for tests and benches. */
export function join(body: PiecedBody): Uint8Array {
  return joinBytes(body.pieces(), body.length);
}
