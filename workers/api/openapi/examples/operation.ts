/** Examples of what keeps the system running: health, schedules, kept pages, dictionaries, this document. */
import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";

const slot = {
  slot_at: EXAMPLE_NOW,
  status: "fired",
  reason: null,
  claimed_by: "4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311",
  started_at: EXAMPLE_NOW + 12,
  finished_at: EXAMPLE_NOW + 340,
  error: null,
};

export const operationDocs: DocsByRoute = {
  "GET /api/v1/health": { id: "showHealth", answers: { 200: { status: "ok" } } },
  "GET /api/v1/health/extended": {
    id: "showExtendedHealth",
    answers: {
      200: {
        status: "degraded",
        checks: [
          { name: "d1", state: "ok", latency_ms: 4, reason: null },
          { name: "clickhouse", state: "degraded", latency_ms: 1840, reason: "slower than 1000 ms" },
        ],
      },
    },
  },
  "GET /api/v1/openapi.json": {
    id: "showOpenApi",
    bare: true,
    answers: { 200: { openapi: "3.1.0", info: { title: "JobData", version: "1" }, paths: {} } },
  },
  "GET /api/docs": { id: "showDocsPage", answers: { 200: "<!doctype html>…" } },
  "GET /api/v1/cities": {
    id: "listCities",
    answers: {
      200: {
        items: [{ city: "北京", codes: { boss: "101010100", qcwy: "010000", zhilian: "530" } }],
        next_cursor: null,
      },
    },
  },
  "GET /api/v1/failed-pages": {
    id: "listFailedPages",
    answers: {
      200: {
        items: [
          {
            key: "kept-pages/2026-11-22/boss/7b1f0c52-1795334400000-page3.html",
            bytes: 18_221,
            kept_at: EXAMPLE_NOW,
            metadata: {
              platform: "boss",
              page: "3",
              status: "200",
              outcome: "blocked",
              reason: "verification page",
            },
          },
        ],
        next_cursor: null,
      },
    },
  },
  "GET /api/v1/failed-pages/{key}": {
    id: "downloadFailedPage",
    answers: { 200: "<html><body>访问验证</body></html>" },
  },
  "GET /api/v1/schedules": {
    id: "listSchedules",
    answers: {
      200: {
        items: [
          {
            name: "dispatch-keywords",
            cron: "* * * * *",
            time_zone: "Asia/Shanghai",
            enabled: true,
            next_at: EXAMPLE_NOW + 60_000,
            last_slot: slot,
          },
        ],
        next_cursor: null,
      },
    },
  },
  "GET /api/v1/schedules/{name}/slots": {
    id: "listScheduleSlots",
    answers: { 200: { items: [slot], next_cursor: null } },
  },
  "POST /api/v1/schedules/{name}/run": { id: "runSchedule", answers: { 200: slot } },
};
