import type { z } from "@hono/zod-openapi";
import type { UploadCounts } from "./upload-view.ts";

export const exampleUploadCounts = {
  batch_id: "2026-11-22-0001",
  state: "stored",
  replayed: false,
  received: 3,
  inserted: 1,
  changed: 0,
  duplicate: 1,
  invalid: 1,
  problems: [{ index: 2, field: "job_key", reason: "is missing" }],
} satisfies z.input<typeof UploadCounts>;

export const exampleAcceptedCounts = {
  ...exampleUploadCounts,
  state: "accepted",
  inserted: 0,
  duplicate: 0,
} satisfies z.input<typeof UploadCounts>;
