/** Figures that were computed ahead, in the table `figures` of ClickHouse. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { insertLines } from "../clickhouse/insert.ts";
import { searchSettings } from "../clickhouse/query.ts";
import { runSearch } from "../clickhouse/search-query.ts";

const Newest = {
  sql: `SELECT body FROM figures WHERE name = {name:String} ORDER BY made_at DESC LIMIT 1 ${searchSettings()}`,
  params: z.strictObject({ name: z.string() }),
  row: z.object({ body: z.string() }),
};

export interface FigureStore {
  /** The newest body of a name; null where there is none. */
  read(name: string): Promise<unknown>;
  /** All at once. @param madeAt Unix ms */
  save(figures: { name: string; body: unknown }[], madeAt: number): Promise<void>;
}

export const createFigureStore = (client: ClickHouseClient): FigureStore => ({
  async read(name) {
    const [row] = await runSearch(client, Newest, { name });
    return row ? (JSON.parse(row.body) as unknown) : null;
  },
  save: (figures, madeAt) =>
    insertLines(
      client,
      "figures",
      figures.map(({ name, body }) => JSON.stringify({ name, made_at: madeAt, body: JSON.stringify(body) })),
      `figures-${crypto.randomUUID()}`,
    ),
});
