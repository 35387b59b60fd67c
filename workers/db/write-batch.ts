/** Writes about people: one batch, whose refusals by the database are told in the API's words. */
import type { ApiError } from "../../shared/errors/codes.ts";
import { isBroken, isTaken } from "./conditions.ts";
import { type Database, oneBatch } from "./one-batch.ts";

export type Queries = Parameters<typeof oneBatch>[1];

/**
 * @param refusals `taken`: a unique index refused a row; `broken`: a `mustHold` did not hold
 * @throws ApiError as given; any other fault as it came
 */
export async function writeBatch(
  db: Database,
  queries: Queries,
  { taken, broken }: { taken(): ApiError; broken?: () => ApiError },
): Promise<void> {
  try {
    await oneBatch(db, queries);
  } catch (error) {
    if (broken && isBroken(error)) throw broken();
    throw isTaken(error) ? taken() : error;
  }
}
