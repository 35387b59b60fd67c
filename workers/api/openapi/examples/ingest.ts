import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";
import { backlog, ingestCounts } from "./platforms.ts";

const UPLOAD = "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11";
const LETTER = `${UPLOAD}.2`;

const DEAD_LETTER = {
  id: LETTER,
  upload_id: UPLOAD,
  part: 2,
  batch_id: "2026-11-22-0001",
  platform: "qcwy",
  channel: "web",
  data_type: "job",
  source: "node:2f0e6a63-8a3f-4a4e-9d0c-5a1b7c9e4f10",
  request_id: "4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311",
  run_id: "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90",
  bytes: 48_213,
  received: 20,
  invalid: 1,
  problems: [{ index: 4, field: "jobId", reason: "is missing" }],
  attempts: 8,
  error: "ClickHouse refused the rows: TYPE_MISMATCH",
  accepted_at: EXAMPLE_NOW - 600_000,
  dead_at: EXAMPLE_NOW - 120_000,
};

export const ingestDocs: DocsByRoute = {
  "GET /api/v1/ingest": {
    id: "showIngestStatus",
    answers: { 200: { ...backlog, waiting_pushes: 2, by_platform: { boss: ingestCounts } } },
  },
  "GET /api/v1/ingest/dead-letters": {
    id: "listDeadLetters",
    answers: {
      200: {
        items: [DEAD_LETTER],
        next_cursor: null,
      },
    },
  },
  "GET /api/v1/ingest/dead-letters/{id}": {
    id: "showDeadLetter",
    answers: {
      200: { ...DEAD_LETTER, rows: [{ jobId: "153000001", jobName: "Java 工程师" }], rows_missing: false },
    },
  },
  "POST /api/v1/ingest/dead-letters/replay": {
    id: "replayDeadLetters",
    answers: { 200: { replayed: 3, more: false } },
  },
  "DELETE /api/v1/ingest/dead-letters/{id}": { id: "discardDeadLetter", answers: { 200: { id: LETTER } } },
  "POST /api/v1/ingest/dead-letters/{id}/replay": {
    id: "replayDeadLetter",
    answers: { 200: { id: LETTER } },
  },
};
