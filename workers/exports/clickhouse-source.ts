/** The rows of exports in ClickHouse. Each statement names its copy by its partition. */
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client-web";
import { z } from "zod";
import { joinBytes } from "../../shared/bytes.ts";
import type { ExportSubject } from "../../shared/contracts/exports.ts";
import { toDateTime } from "../../shared/tables/line.ts";
import { runCommand } from "../clickhouse/command.ts";
import { toClickHouseFailure } from "../clickhouse/errors.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { type BoundParams, Count, instantSql } from "../clickhouse/query.ts";
import type { RowPosition } from "../db/export-schema.ts";
import { type Cell, type ExportColumn, exportColumns } from "./columns.ts";
import { encode } from "./formats/format.ts";
import { readLines } from "./read-lines.ts";
import type { ExportSource, Stage, StagedRow } from "./source.ts";
import { SUBJECTS, type Subject } from "./subjects.ts";

/** Rows that one query reads, for some seconds: a file that is uploaded slowly holds no connection for minutes. */
const ROWS_PER_QUERY = 20_000;

/** Each batch becomes a part of the copy; a million rows make some hundred. */
const ROWS_PER_BATCH = 2500;

/** A queue's consumer has 15 minutes: a query that takes longer ends with an error instead of being cut off with it. */
const MAX_PARQUET_SECONDS = 780;

/** A name of ours: an id, then dots and words. It stands in statements as text. */
const StageName = z.string().regex(/^[0-9a-zA-Z.-]{1,100}$/);

const Counted = z.tuple([z.object({ rows: Count, postings: Count })]);

const expression = ({ name, kind }: ExportColumn): string =>
  kind === "time" ? `toUnixTimestamp64Milli(${name})` : name;

/** Chosen columns and those that every copy needs, each once. */
const copied = ({ key, columns, version }: Subject, chosen: readonly ExportColumn[]): string[] => {
  const names = new Set([...chosen.map(({ name }) => name), ...key, ...(version ? [version] : [])]);
  // Columns without an empty value must be there.
  for (const [name, { empty }] of Object.entries(columns)) if (empty === undefined) names.add(name);
  return [...names];
};

export function createClickHouseSource(client: ClickHouseClient): ExportSource {
  const run = (query: string, params: BoundParams = {}, settings: ClickHouseSettings = {}) =>
    runCommand(client, query, params, settings);
  async function counts(sql: string, query_params: BoundParams): Promise<{ rows: number; postings: number }> {
    try {
      const answer = await client.query({ query: sql, query_params, format: "JSONEachRow" });
      return Counted.parse(await answer.json())[0];
    } catch (error) {
      throw error instanceof z.ZodError ? error : toClickHouseFailure(error);
    }
  }

  /** While a refresh replaces rows, a posting stands in job_facts twice; the newer row stays. */
  async function dropOlderVersions({ table, key, version }: Subject, stage: string): Promise<void> {
    const keys = key.join(", ");
    await run(
      `DELETE FROM ${table} WHERE stage = {stage:String} AND (${keys}, ${version}) NOT IN (
        SELECT ${keys}, max(${version}) FROM ${table} WHERE stage = {stage:String} GROUP BY ${keys})`,
      { stage },
      { lightweight_deletes_sync: "2" },
    );
  }

  async function* page(stage: Stage, after: RowPosition | null): AsyncGenerator<StagedRow[]> {
    const { table, key, columns } = SUBJECTS[stage.subject];
    const keyColumns = exportColumns(columns, key);
    const bound = keyColumns.map(({ kind }, at) =>
      kind === "time" ? instantSql(`k${at}`) : `{k${at}:String}`,
    );
    const follows =
      after === null ? "1" : `${key[0]} >= ${bound[0]} AND (${key.join(", ")}) > (${bound.join(", ")})`;
    const params: BoundParams = Object.fromEntries((after ?? []).map((value, at) => [`k${at}`, value]));
    const list = [...keyColumns, ...stage.columns].map((column, at) => `${expression(column)} AS c${at}`);
    try {
      const { stream } = await client.exec({
        query: `SELECT ${list.join(", ")} FROM ${table}
          WHERE stage = {stage:String} AND ${follows} ORDER BY ${key.join(", ")} LIMIT ${ROWS_PER_QUERY}
          FORMAT JSONCompactEachRow`,
        query_params: { ...params, stage: StageName.parse(stage.name) },
        clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
      });
      const readRow = (line: string): StagedRow => {
        const cells = JSON.parse(line) as Cell[];
        const position = cells.splice(0, key.length) as RowPosition;
        return { position, cells };
      };
      for await (const lines of readLines(stream as ReadableStream<Uint8Array>)) yield lines.map(readRow);
    } catch (error) {
      throw toClickHouseFailure(error);
    }
  }

  return {
    batchRows: ROWS_PER_BATCH,
    async count(subject, filter) {
      const { from, condition } = SUBJECTS[subject];
      const { sql, params } = condition(filter);
      return (await counts(`SELECT count() AS rows, 0 AS postings FROM ${from(sql)}`, params)).rows;
    },
    async stage({ name, subject, columns: chosen }, filter) {
      const stage = StageName.parse(name);
      const of = SUBJECTS[subject];
      const { sql, params } = of.condition(filter);
      const names = copied(of, chosen);
      await run(
        `INSERT INTO ${of.table} (stage, ${names.join(", ")})
         SELECT {stage:String} AS stage, ${names.join(", ")} FROM ${of.from(sql)}`,
        { ...params, stage },
        { insert_deduplicate: 0 },
      );
      const keys = of.key.join(", ");
      const count = () =>
        counts(
          `SELECT count() AS rows, uniqExact(${keys}) AS postings FROM ${of.table} WHERE stage = {stage:String}`,
          { stage },
        );
      const staged = await count();
      if (staged.rows === staged.postings || of.version === null) return staged.rows;
      await dropOlderVersions(of, stage);
      return (await count()).rows;
    },
    async *rows(stage, after) {
      let position = after;
      for (let read = ROWS_PER_QUERY; read === ROWS_PER_QUERY; ) {
        read = 0;
        for await (const rows of page(stage, position)) {
          read += rows.length;
          position = rows.at(-1)?.position ?? position;
          yield rows;
        }
      }
    },
    batch({ name, subject, columns }) {
      const { table, key, columns: all } = SUBJECTS[subject];
      const instants = new Set(
        [...exportColumns(all, key), ...columns].flatMap((column) =>
          column.kind === "time" ? [column.name] : [],
        ),
      );
      const stagedAt = Date.now();
      const pieces: Uint8Array[] = [];
      const lineOf = ({ cells, position }: StagedRow): string => {
        const row: Record<string, unknown> = { stage: name, staged_at: stagedAt };
        for (const [at, column] of key.entries()) row[column] = position[at];
        for (const [at, column] of columns.entries()) row[column.name] = cells[at] ?? null;
        for (const column of instants)
          if (typeof row[column] === "number") row[column] = toDateTime(row[column]);
        return JSON.stringify(withRequired(subject, row));
      };
      return {
        add: (rows) => void pieces.push(encode(rows.map((row) => `${lineOf(row)}\n`).join(""))),
        insert: (token) => insertLines(client, table, joinBytes(pieces), token),
      };
    },
    async size({ name, subject }) {
      const sql = `SELECT count() AS rows, 0 AS postings FROM ${SUBJECTS[subject].table} WHERE stage = {stage:String}`;
      return (await counts(sql, { stage: StageName.parse(name) })).rows;
    },
    async parquet({ name, subject, columns }) {
      const { table, key } = SUBJECTS[subject];
      try {
        const { stream } = await client.exec({
          query: `SELECT ${columns.map((column) => column.name).join(", ")} FROM ${table}
            WHERE stage = {stage:String} ORDER BY ${key.join(", ")} FORMAT Parquet`,
          query_params: { stage: StageName.parse(name) },
          clickhouse_settings: {
            output_format_parquet_compression_method: "zstd",
            output_format_parquet_row_group_size: "100000",
            max_execution_time: MAX_PARQUET_SECONDS,
          },
        });
        return stream as ReadableStream<Uint8Array>;
      } catch (error) {
        throw toClickHouseFailure(error);
      }
    },
    async drop({ name, subject }) {
      await run(`ALTER TABLE ${SUBJECTS[subject].table} DROP PARTITION '${StageName.parse(name)}'`);
    },
  };
}

/** Columns that every row of the copy needs but that the export does not show. */
function withRequired(subject: ExportSubject, row: Record<string, unknown>): Record<string, unknown> {
  if (subject !== "jobs") return { collected_at: 0, ...row };
  return { collected_at: 0, last_seen_day: "1970-01-01", version: 0, first_seen: 0, ...row };
}
