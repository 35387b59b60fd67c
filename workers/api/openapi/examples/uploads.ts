import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";

const counts = {
  upload_id: "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11",
  batch_id: "2026-11-22-0001",
  state: "stored",
  replayed: false,
  received: 3,
  inserted: 1,
  changed: 0,
  duplicate: 1,
  invalid: 1,
  problems: [{ index: 2, field: "job_key", reason: "is missing" }],
};
const accepted = { ...counts, state: "accepted", inserted: 0, duplicate: 0 };
const body = {
  platform_type: "qcwy",
  channel: "web",
  data_type: "job",
  batch_id: "2026-11-22-0001",
  data_list: [
    { jobId: "153000001", jobName: "Java 工程师", provideSalaryString: "1.5-2万" },
    { jobId: "153000002", jobName: "测试工程师", provideSalaryString: "8千-1.2万" },
    { jobName: "no key" },
  ],
};
const row = (index: number, over: object) => ({
  index,
  result: "stored",
  change: null,
  field: null,
  reason: null,
  ...over,
});
const { problems: _, replayed: __, ...receipt } = counts;

export const uploadDocs: DocsByRoute = {
  "GET /api/v1/uploads": {
    id: "listUploads",
    answers: {
      200: {
        items: [
          {
            ip: "192.0.2.7",
            source: "node:2f0e6a63-8a3f-4a4e-9d0c-5a1b7c9e4f10",
            last_upload_at: EXAMPLE_NOW - 4000,
            uploads: 144,
            rows: 43_200,
            invalid: 12,
            bytes: 92_000_000,
            windows: [{ at: EXAMPLE_NOW - 600_000, uploads: 2, rows: 600 }],
          },
        ],
        next_cursor: null,
      },
    },
  },
  "GET /api/v1/upload-findings": {
    id: "listUploadFindings",
    answers: {
      200: {
        items: [
          {
            id: "6a1c9b52-3b5e-4a0f-8a57-0e9d2c4b7f31",
            kind: "silent",
            ip: "192.0.2.7",
            source: "node:2f0e6a63-8a3f-4a4e-9d0c-5a1b7c9e4f10",
            expected: 600,
            seen: 0,
            window_at: EXAMPLE_NOW - 600_000,
            found_at: EXAMPLE_NOW + 180_000,
            ended_at: null,
          },
        ],
        next_cursor: null,
      },
    },
  },
  "POST /api/v1/universal/data/batch-store": {
    id: "storeBatch",
    body,
    answers: { 200: counts, 202: accepted },
  },
  "POST /api/v1/universal/data/batch-store-async": {
    id: "storeBatchAsync",
    body,
    answers: { 202: accepted },
  },
  "GET /api/v1/universal/data/batches/{id}": {
    id: "showBatch",
    answers: {
      200: {
        ...receipt,
        platform: "qcwy",
        channel: "web",
        data_type: "job",
        source: "node:crawler-1",
        accepted_at: EXAMPLE_NOW - 5000,
        settled_at: EXAMPLE_NOW,
        error: null,
        rows: [
          row(0, { change: "new" }),
          row(1, { result: "unchanged" }),
          row(2, { result: "rejected", field: "job_key", reason: "is missing" }),
        ],
        next_cursor: null,
      },
    },
  },
};
