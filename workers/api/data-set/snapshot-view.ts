/** A snapshot of the data set as the API shows it. */
import { z } from "@hono/zod-openapi";
import { DataSetFileName, SNAPSHOT_STATES, SNAPSHOT_STEPS } from "../../../shared/contracts/data-set.ts";
import type { Snapshot } from "../../db/data-set-schema.ts";
import { Instant } from "../http/answers.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const SnapshotView = z.object({
  day: z.iso.date().describe("Day of China"),
  state: z.enum(SNAPSHOT_STATES),
  step: z.enum(SNAPSHOT_STEPS),
  as_of: Instant.nullable(),
  rows: z.number().int().nullable(),
  previous_day: z.iso.date().nullable().describe("The snapshot that the changes are counted from"),
  added: z.number().int().nullable(),
  changed: z.number().int().nullable(),
  gone: z.number().int().nullable(),
  files: z.array(
    z.object({
      name: DataSetFileName,
      bytes: z.number().int(),
      sha256: z.string().describe("Hex"),
      rows: z.number().int().nullable(),
    }),
  ),
  error: z.string().nullable(),
  started_at: Instant,
  finished_at: Instant.nullable(),
});

export const snapshotView = (snapshot: Snapshot): z.infer<typeof SnapshotView> => ({
  day: snapshot.day,
  state: snapshot.state,
  step: snapshot.step,
  as_of: snapshot.asOf,
  rows: snapshot.rows,
  previous_day: snapshot.previousDay,
  added: snapshot.added,
  changed: snapshot.changed,
  gone: snapshot.gone,
  files: snapshot.state === "done" ? snapshot.files : [],
  error: snapshot.error,
  started_at: snapshot.startedAt,
  finished_at: snapshot.finishedAt,
});

export const exampleSnapshot = {
  day: "2026-11-23",
  state: "done",
  step: "describe",
  as_of: EXAMPLE_NOW,
  rows: 412_000,
  previous_day: "2026-11-16",
  added: 31_200,
  changed: 8_400,
  gone: 0,
  files: [
    {
      name: "jobs.parquet",
      bytes: 38_102_114,
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      rows: 412_000,
    },
  ],
  error: null,
  started_at: EXAMPLE_NOW,
  finished_at: EXAMPLE_NOW + 90_000,
} satisfies z.infer<typeof SnapshotView>;
