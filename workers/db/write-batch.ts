/** Writes in one batch, and turns a refusal of the database into an error of the API. */
import type { ApiError } from "../../shared/errors/codes.ts";
import { isAssertionFailure, isTaken } from "./conditions.ts";
import { type Database, runBatch } from "./run-batch.ts";

export type Queries = Parameters<typeof runBatch>[1];

/**
 * @param refusals `taken`: a unique index rejected a row; `asserted`: an `assertInBatch` failed
 * @throws ApiError as `refusals` makes it; any other error unchanged
 */
export async function writeBatch(
  db: Database,
  queries: Queries,
  { taken, asserted }: { taken(): ApiError; asserted?: () => ApiError },
): Promise<void> {
  try {
    await runBatch(db, queries);
  } catch (error) {
    if (asserted && isAssertionFailure(error)) throw asserted();
    throw isTaken(error) ? taken() : error;
  }
}
