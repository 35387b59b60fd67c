import type { BulkActionApi } from "../../shared/contracts/bulk.ts";

/** Addresses the object of one bulk action. Callers find its id in the list first: reads must not create an object. */
export function bulkAction(env: Pick<Env, "BULK_ACTION">, id: string): BulkActionApi {
  return env.BULK_ACTION.getByName(id);
}
