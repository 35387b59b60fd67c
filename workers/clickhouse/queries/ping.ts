/** Health of ClickHouse: an answer to a query, so that account and database are tried too. */
import { z } from "zod";

export const ping = {
  sql: "SELECT version() AS version, currentDatabase() AS database",
  params: z.strictObject({}),
  row: z.object({ version: z.string(), database: z.string() }),
};
