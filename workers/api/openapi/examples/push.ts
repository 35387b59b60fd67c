/** Examples of push-on. */
import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";

const ID = "2f0e6a63-8a3f-4a4e-9d0c-5a1b7c9e4f10";
const UPLOAD = "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11";
const DELIVERY = `${UPLOAD}.2`;
const target = {
  id: ID,
  name: "Warehouse",
  data_type: "job",
  url: "https://hooks.warehouse.com/jobdata",
  enabled: true,
  waiting: 2,
  oldest_waiting_at: EXAMPLE_NOW - 4000,
  failed: 0,
  pushed: 1840,
  last_pushed_at: EXAMPLE_NOW - 9000,
  failing_since: EXAMPLE_NOW - 4000,
  next_try_at: EXAMPLE_NOW + 2000,
  last_error: "the target answered 503",
  created_at: EXAMPLE_NOW - 86_400_000,
  updated_at: EXAMPLE_NOW - 86_400_000,
  deleted_at: null,
};
const fresh = {
  ...target,
  waiting: 0,
  oldest_waiting_at: null,
  pushed: 0,
  last_pushed_at: null,
  failing_since: null,
  next_try_at: null,
  last_error: null,
};
const failure = {
  id: DELIVERY,
  upload_id: UPLOAD,
  part: 2,
  batch_id: "2026-11-22-0001",
  platform: "qcwy",
  channel: "web",
  data_type: "job",
  received: 20,
  bytes: 48_213,
  attempts: 57,
  error: "the target answered 503",
  stored_at: EXAMPLE_NOW - 90_000_000,
  failed_at: EXAMPLE_NOW - 3_600_000,
};
const secret = "whsec_fR88C5qOTWK1wfDjp9lILGteHwo8fZ4h";

export const pushDocs: DocsByRoute = {
  "GET /api/v1/push-targets": {
    id: "listPushTargets",
    answers: { 200: { items: [target], next_cursor: null } },
  },
  "POST /api/v1/push-targets": {
    id: "createPushTarget",
    body: { name: "Warehouse", data_type: "job", url: target.url },
    answers: { 201: { target: fresh, secret } },
  },
  "GET /api/v1/push-targets/{id}": { id: "showPushTarget", answers: { 200: target } },
  "PATCH /api/v1/push-targets/{id}": {
    id: "updatePushTarget",
    body: { enabled: false },
    answers: { 200: { ...target, enabled: false } },
  },
  "DELETE /api/v1/push-targets/{id}": {
    id: "deletePushTarget",
    answers: {
      200: {
        target: { ...target, waiting: 0, failed: 2, deleted_at: EXAMPLE_NOW },
        restore: { method: "POST", path: `/api/v1/push-targets/${ID}/restore` },
      },
    },
  },
  "POST /api/v1/push-targets/{id}/restore": { id: "restorePushTarget", answers: { 200: target } },
  "POST /api/v1/push-targets/{id}/secret": {
    id: "rotatePushSecret",
    answers: { 200: { target, secret } },
  },
  "POST /api/v1/push-targets/{id}/test": {
    id: "testPushTarget",
    answers: { 200: { delivered: false, status: 503, took_ms: 84, error: "the target answered 503" } },
  },
  "GET /api/v1/push-targets/{id}/failures": {
    id: "listPushFailures",
    answers: { 200: { items: [failure], next_cursor: null } },
  },
  "POST /api/v1/push-targets/{id}/failures/replay": {
    id: "replayPushFailures",
    answers: { 200: { replayed: 3, more: false } },
  },
  "POST /api/v1/push-targets/{id}/failures/{delivery_id}/replay": {
    id: "replayPushFailure",
    answers: { 200: { id: DELIVERY } },
  },
  "DELETE /api/v1/push-targets/{id}/failures/{delivery_id}": {
    id: "discardPushFailure",
    answers: { 200: { id: DELIVERY } },
  },
};
