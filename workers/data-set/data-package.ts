/**
 * `datapackage.json` of a snapshot, with the data dictionary: a tabular data package of Frictionless.
 * Source: https://specs.frictionlessdata.io/data-package/ and https://specs.frictionlessdata.io/table-schema/
 */
import { DATA_SET_FILES, type DataSetFile, type DataSetFileName } from "../../shared/contracts/data-set.ts";
import type { CellKind, ExportColumn } from "../exports/columns.ts";

const FIELD_TYPES: Readonly<Record<CellKind, string>> = {
  text: "string",
  number: "number",
  flag: "boolean",
  list: "array",
  time: "datetime",
  day: "date",
};

interface Field {
  name: string;
  type: string;
  description: string;
  "clickhouse:type"?: string;
  constraints?: { required: boolean } | { enum: string[] };
}

interface TableSchema {
  fields: Field[];
  primaryKey: string[];
  missingValues?: string[];
}

const field = ({ name, kind, type, comment }: ExportColumn): Field => ({
  name,
  type: FIELD_TYPES[kind],
  description: comment,
  // ClickHouse's own type, for whoever loads it there.
  "clickhouse:type": type,
  ...(/^(LowCardinality\()?Nullable/.test(type) || kind === "list"
    ? {}
    : { constraints: { required: true } }),
});

const primaryKey = ["platform", "job_key"];

/** @returns the table schemas of the files that have one */
const schemasOf = (columns: readonly ExportColumn[]): Partial<Record<DataSetFileName, TableSchema>> => ({
  "jobs.parquet": { fields: columns.map(field), primaryKey, missingValues: [""] },
  "changes.jsonl": {
    fields: [
      { name: "platform", type: "string", description: "site that the posting is from" },
      { name: "job_key", type: "string", description: "id of the posting on its platform" },
      {
        name: "change",
        type: "string",
        description: "what became of it since the snapshot before",
        constraints: { enum: ["added", "changed", "gone"] },
      },
    ],
    primaryKey,
  },
});

export interface PackageFacts {
  day: string;
  /** Unix ms. */
  asOf: number;
  rows: number;
  previousDay: string | null;
  /** Postings by what became of them since the snapshot before. */
  changes: { added: number; changed: number; gone: number };
  files: readonly DataSetFile[];
  columns: readonly ExportColumn[];
}

export function dataPackage({ day, asOf, rows, previousDay, changes, files, columns }: PackageFacts) {
  const schemas = schemasOf(columns);
  return {
    profile: "data-package",
    name: `jobdata-${day}`,
    id: `jobdata-${day}`,
    title: `Job postings of China, ${day}`,
    description:
      "Postings that three recruitment sites show, one row each. Names and contacts of persons are left out; texts of postings are left out too.",
    version: day,
    created: new Date(asOf).toISOString(),
    keywords: ["jobs", "China", "salaries"],
    "jobdata:rows": rows,
    "jobdata:previous": previousDay,
    "jobdata:changes": changes,
    resources: files.map(({ name, bytes, sha256, rows: fileRows }) => {
      const extension = name.split(".").at(-1) ?? "";
      return {
        name: name.replace(/\..*$/, ""),
        path: name,
        format: extension === "jsonl" ? "ndjson" : extension,
        mediatype: DATA_SET_FILES[name],
        encoding: "utf-8",
        bytes,
        hash: `sha256:${sha256}`,
        "jobdata:rows": fileRows,
        ...(schemas[name] && { schema: schemas[name] }),
      };
    }),
  };
}
