import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";

const ID = "019aaa9e-4800-8000-8000-5f1c2b7d9e04";

const keyword = {
  id: ID,
  platform: "boss",
  keyword: "数据分析",
  city: "北京",
  channel: "web",
  priority: 5,
  state: "done",
  due_at: EXAMPLE_NOW + 86_400_000,
  attempts: 0,
  last_outcome: "past-end",
  last_error: null,
  owner_id: "6d1f6c0e-3b57-4a0c-9a53-0f4a5c9c7e11",
  department_id: null,
  run: {
    run_id: "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90",
    started_at: EXAMPLE_NOW - 240_000,
    finished_at: EXAMPLE_NOW - 30_000,
    pages: 20,
    rows: 300,
    distinct: 297,
    invalid: 0,
    reported: 300,
    early_stopped: false,
  },
  created_at: EXAMPLE_NOW - 3_600_000,
  updated_at: EXAMPLE_NOW - 30_000,
  deleted_at: null,
};

const waiting = { ...keyword, state: "pending", due_at: EXAMPLE_NOW, last_outcome: null, run: null };

const accepted = {
  received: 2,
  created: 1,
  exists: 0,
  restored: 0,
  elsewhere: 0,
  rejected: 1,
};

export const keywordDocs: DocsByRoute = {
  "POST /api/v1/keywords": {
    id: "createKeyword",
    body: { platform: "boss", keyword: "数据分析", city: "北京", channel: "web", priority: 5 },
    answers: { 200: { id: ID, result: "exists" }, 201: { id: ID, result: "created" } },
  },
  "POST /api/v1/keywords/batch": {
    id: "createKeywords",
    body: {
      items: [
        { platform: "boss", keyword: "数据分析", city: "北京" },
        { platform: "qcwy", keyword: "Java", city: "Atlantis" },
      ],
    },
    answers: {
      200: {
        ...accepted,
        items: [{ index: 0, id: ID, result: "created" }],
        problems: [{ index: 1, field: "city", reason: "is not known on qcwy; valid are 全国, 北京, 上海" }],
      },
    },
  },
  "POST /api/v1/keywords/import": {
    id: "importKeywords",
    body: "platform,keyword,city,priority\nboss,数据分析,北京,5\nqcwy,Java,Atlantis,5\n",
    answers: {
      200: {
        ...accepted,
        items: [{ line: 2, id: ID, result: "created" }],
        problems: [{ line: 3, field: "city", reason: "is not known on qcwy; valid are 全国, 北京, 上海" }],
      },
    },
  },
  "GET /api/v1/keywords": {
    id: "listKeywords",
    answers: { 200: { items: [keyword], next_cursor: "WyJrZXl3b3JkcyIsIjAxOWFhYTllIl0" } },
  },
  "GET /api/v1/keywords/{id}": {
    id: "showKeyword",
    answers: {
      200: {
        keyword,
        parts: [{ part: 0, parent: null, filters: {}, state: "done", page: 20, reported: 300, rows: 300 }],
        coverage: 0.99,
      },
    },
  },
  "GET /api/v1/keywords/{id}/events": {
    id: "listKeywordEvents",
    answers: {
      200: {
        items: [
          {
            seq: 12,
            at: EXAMPLE_NOW - 30_000,
            type: "done",
            run_id: keyword.run.run_id,
            detail: { outcome: "past-end", pages: 20 },
          },
          {
            seq: 1,
            at: EXAMPLE_NOW - 3_600_000,
            type: "created",
            run_id: null,
            detail: { actor: "admin:4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311" },
          },
        ],
        next_cursor: null,
      },
    },
  },
  "POST /api/v1/keywords/{id}/actions/{action}": {
    id: "actOnKeyword",
    answers: { 200: { ...waiting, state: "paused", due_at: null } },
  },
  "POST /api/v1/keywords/actions/{action}": {
    id: "actOnKeywords",
    body: { ids: [ID, "019aaa9e-4800-8000-8000-0a2b4c6d8e10"] },
    answers: {
      200: {
        done: 1,
        refused: 1,
        items: [
          { id: ID, ok: true, state: "paused" },
          {
            id: "019aaa9e-4800-8000-8000-0a2b4c6d8e10",
            ok: false,
            code: "invalid_state",
            message: "cannot pause: it is paused",
          },
        ],
      },
    },
  },
  "DELETE /api/v1/keywords/{id}": {
    id: "deleteKeyword",
    answers: {
      200: {
        keyword: { ...keyword, deleted_at: EXAMPLE_NOW },
        restore: { method: "POST", path: `/api/v1/keywords/${ID}/restore` },
      },
    },
  },
  "POST /api/v1/keywords/{id}/restore": { id: "restoreKeyword", answers: { 200: waiting } },
};
