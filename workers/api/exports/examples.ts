import { DAY_MS } from "../../../shared/time.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import type { ExportView } from "./export-view.ts";

export const EXAMPLE_EXPORT_ID = "5d1f0c3e-8a52-4f0b-9c41-2f6d8f1f7a10";

export const exampleExport = {
  id: EXAMPLE_EXPORT_ID,
  subject: "jobs",
  format: "parquet",
  delivery: "file",
  columns: ["platform", "job_key", "title", "city", "monthly_min", "monthly_max"],
  filter: { city: ["上海"], text: "Java" },
  masked: true,
  owner: { id: "00000000-0000-4000-8000-00000000000a", username: "lin" },
  state: "done",
  phase: "finish",
  rows_total: 41_200,
  rows_done: 41_200,
  bytes: 3_280_114,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  cut_cells: 0,
  error: null,
  as_of: EXAMPLE_NOW - 60_000,
  created_at: EXAMPLE_NOW - 62_000,
  finished_at: EXAMPLE_NOW - 40_000,
  expires_at: EXAMPLE_NOW - 40_000 + 7 * DAY_MS,
  link_expires_at: null,
} satisfies ExportView;

export const exampleWaitingExport = {
  ...exampleExport,
  state: "waiting",
  phase: "stage",
  rows_total: null,
  rows_done: 0,
  bytes: null,
  sha256: null,
  as_of: null,
  finished_at: null,
  expires_at: null,
} satisfies ExportView;
