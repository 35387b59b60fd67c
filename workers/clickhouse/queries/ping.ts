/** Checks the health of ClickHouse with a query, which also checks account and database. */
import { z } from "zod";

export const ping = {
  sql: "SELECT version() AS version, currentDatabase() AS database",
  params: z.strictObject({}),
  row: z.object({ version: z.string(), database: z.string() }),
};
