import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";

const counts = {
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
