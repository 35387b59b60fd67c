import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";

const gate = {
  breaker: "closed",
  reopen_at: null,
  cause: null,
  openings: 0,
  in_flight: 1,
  next_allowed_at: EXAMPLE_NOW + 11_400,
  failures_in_a_row: 0,
  requests: 1284,
};

const states = { pending: 12, queued: 6, running: 2, partial: 0, done: 40, failed: 1, blocked: 0, paused: 3 };

const counts = { parts: 64, received: 1280, inserted: 1201, changed: 17, duplicates: 61, invalid: 1 };

export const backlog = {
  waiting_parts: 2,
  waiting_rows: 40,
  oldest_waiting_at: EXAMPLE_NOW - 4_000,
  dead_letters: 0,
  last_error: null,
};

export const ingestCounts = counts;

export const platformDocs: DocsByRoute = {
  "GET /api/v1/platforms": {
    id: "listPlatforms",
    answers: {
      200: {
        items: [
          {
            platform: "boss",
            fetch_mode: "browser",
            states,
            ready: 12,
            next_due_at: EXAMPLE_NOW + 60_000,
            pages: 84,
            pages_per_minute: 5,
            rows: 1260,
            invalid: 1,
            reported: 1310,
            distinct: 1245,
            coverage: 0.95,
            gate,
            ingest: counts,
          },
        ],
        next_cursor: null,
        ingest: backlog,
      },
    },
  },
  "POST /api/v1/platforms/{platform}/breaker/reset": {
    id: "resetBreaker",
    answers: { 200: { ...gate, in_flight: 0 } },
  },
  "POST /api/v1/platforms/{platform}/dispatch": { id: "dispatchPlatform", answers: { 200: { queued: 6 } } },
};
