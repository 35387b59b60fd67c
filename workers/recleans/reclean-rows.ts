/** The rows of re-cleans in ClickHouse. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { chinaDays } from "../../shared/domain/china-day.ts";
import { askOf } from "../clickhouse/ask.ts";
import { runCommand } from "../clickhouse/command.ts";
import { toClickHouseFailure } from "../clickhouse/errors.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { type BoundParams, Count } from "../clickhouse/query.ts";
import type { RecleanRecord } from "../db/reclean-schema.ts";
import { CORRECTION_SETTINGS, countWritten, type Direction, lastKeyOf, pageStatements } from "./apply-sql.ts";
import {
  COUNT_KEYS,
  COUNT_PAGE,
  compareStatements,
  DROP_ROWS,
  insertKeys,
  nextKeys,
  rawRows,
} from "./check-sql.ts";
import { SUBJECTS } from "./targets.ts";

/** Keys of a page in ClickHouse's order: `after` is excluded, `through` is the last one. */
export interface KeyRange {
  after: string;
  through: string;
}

export interface ListedKey {
  row_key: string;
  /** Hash of the current content; empty when the row has left the range. */
  content_hash: string;
  /** Unix ms. */
  collected_at: number;
}

export interface RawRow extends ListedKey {
  /** JSON as it was sent. */
  raw: string;
}

export type RecleanRows = ReturnType<typeof createRecleanRows>;

/** Statements have the ids of runs in their text. */
const RunId = z.uuid();
const Listed = z.object({ row_key: z.string(), content_hash: z.string(), collected_at: Count });
const PageCount = z.object({
  target: z.string(),
  field: z.string(),
  rows: Count,
  filled: Count,
  emptied: Count,
});
/** ClickHouse reads this many rows ahead of us: each may be as large as an upload allows. */
const RAW_SETTINGS = { max_block_size: "256" };

export function createRecleanRows(client: ClickHouseClient) {
  const ask = askOf(client);
  /** Asks for the one row of a total. */
  async function askTotal<Row extends z.ZodType>(
    query: string,
    row: Row,
    params: BoundParams,
  ): Promise<z.output<Row>> {
    const [total] = await ask(query, row, params);
    if (total === undefined) throw new Error("a total has no row");
    return total;
  }
  const paramsOf = ({ id, platform, firstDay, lastDay }: RecleanRecord): BoundParams => ({
    run: id,
    platform,
    ...chinaDays(firstDay, lastDay),
  });
  const write = (query: string, params: BoundParams) =>
    runCommand(client, query, params, CORRECTION_SETTINGS);
  const keysIn = async (query: string, params: BoundParams) =>
    (await askTotal(query, z.object({ keys: Count }), params)).keys;

  return {
    /** Lists the keys of the run. @returns their number */
    async list(run: RecleanRecord): Promise<number> {
      await write(insertKeys(SUBJECTS[run.dataType]), { ...paramsOf(run), sample: run.sample });
      return keysIn(COUNT_KEYS, { run: run.id });
    },
    /** @param after key before the first one */
    async next(run: RecleanRecord, after: string, limit: number): Promise<ListedKey[]> {
      const params = { ...paramsOf(run), after, limit };
      return ask(nextKeys(SUBJECTS[run.dataType]), Listed, params);
    },
    /** Raw rows in the order of the keys, read one by one; whoever stops early ends the query. */
    async *raw(run: RecleanRecord, page: KeyRange): AsyncGenerator<RawRow> {
      const ended = new AbortController();
      try {
        const answer = await client.query({
          query: rawRows(SUBJECTS[run.dataType]),
          query_params: { ...paramsOf(run), ...page },
          format: "JSONEachRow",
          clickhouse_settings: { ...RAW_SETTINGS, output_format_json_quote_64bit_integers: 0 },
          abort_signal: ended.signal,
        });
        for await (const lines of answer.stream<RawRow>()) for (const line of lines) yield line.json();
      } catch (error) {
        throw toClickHouseFailure(error);
      } finally {
        ended.abort();
      }
    },
    /** Stores parsed rows to be compared. @param lines each with a line end */
    addParsed: (lines: Uint8Array) => insertLines(client, "reclean_rows", lines, crypto.randomUUID()),
    addUnreadable: (lines: string[]) => insertLines(client, "reclean_changes", lines, crypto.randomUUID()),
    /** Compares the parsed rows of a page. @returns what differs; an empty table: rows that can't be read */
    async compare(run: RecleanRecord, page: KeyRange): Promise<z.output<typeof PageCount>[]> {
      const params = { ...paramsOf(run), ...page };
      for (const statement of compareStatements(SUBJECTS[run.dataType])) await write(statement, params);
      return ask(COUNT_PAGE, PageCount, params);
    },
    dropParsed: ({ id }: Pick<RecleanRecord, "id">) => runCommand(client, DROP_ROWS(RunId.parse(id))),
    /** Keys whose rows are written or restored. */
    toWrite: ({ id, platform }: RecleanRecord, direction: Direction) =>
      keysIn(
        direction === "apply"
          ? "SELECT uniqExact(row_key) AS keys FROM reclean_changes WHERE run_id = {run:String} AND target != ''"
          : "SELECT uniqExact(row_key) AS keys FROM row_corrections WHERE platform = {platform:String} AND run_id = {run:String}",
        { run: id, platform },
      ),
    /** @returns the last key of the page; empty when none follows */
    async lastKey(
      { id, platform, afterKey }: RecleanRecord,
      direction: Direction,
      limit: number,
    ): Promise<string> {
      const params = { run: id, platform, after: afterKey, limit };
      return (await askTotal(lastKeyOf(direction), z.object({ through: z.string() }), params)).through;
    },
    /** Writes a page. @returns typed rows that were to be written, and that have the wanted values now */
    async write(
      run: RecleanRecord,
      direction: Direction,
      page: KeyRange,
    ): Promise<{ rows: number; written: number }> {
      const subject = SUBJECTS[run.dataType];
      const common = { run: run.id, platform: run.platform, ...page };
      const params =
        direction === "apply"
          ? { ...common, parser: run.parserVersion, by: run.startedBy ?? "", why: "", at: run.startedAt ?? 0 }
          : { ...common, at: run.undoneAt ?? 0 };
      for (const statement of pageStatements(subject, direction)) await write(statement, params);
      return askTotal(countWritten(subject, direction), z.object({ rows: Count, written: Count }), common);
    },
  };
}
