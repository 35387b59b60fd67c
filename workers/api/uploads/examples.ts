import type { z } from "@hono/zod-openapi";
import type { UploadCounts } from "./upload-view.ts";

export const exampleUploadCounts = {
  upload_id: "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11",
  batch_id: "2026-11-22-0001",
  state: "stored",
  replayed: false,
  received: 3,
  inserted: 1,
  changed: 0,
  duplicate: 1,
  invalid: 1,
  problems: [{ index: 2, field: "jobId", reason: "is missing" }],
  ignored: [],
} satisfies z.input<typeof UploadCounts>;

export const exampleAcceptedCounts = {
  ...exampleUploadCounts,
  state: "accepted",
  inserted: 0,
  duplicate: 0,
} satisfies z.input<typeof UploadCounts>;
