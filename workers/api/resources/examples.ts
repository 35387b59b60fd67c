import { DAY_MS } from "../../../shared/time.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

const NODE_ID = "f6a7b8c9-d0e1-4f2a-8b3c-4d5e6f7a8b99";

/** Live state of a proxy or token that a node holds. */
export const exampleLive = {
  state: "leased",
  lease: { node: NODE_ID, fence: 12, until: EXAMPLE_NOW + 90_000 },
  used_today: 340,
  successes: 5120,
  failures: 31,
  stale_requests: 0,
  health: 0.96,
  quarantine: null,
  quarantine_count: 0,
  last_outcome: "ok",
  last_error: null,
  last_used_at: EXAMPLE_NOW - 4000,
  created_at: EXAMPLE_NOW - 30 * DAY_MS,
  updated_at: EXAMPLE_NOW - DAY_MS,
  deleted_at: null,
} as const;

export const exampleIdle = { ...exampleLive, state: "free", lease: null } as const;

/** Live state of a resource that is new and was never leased. */
export const exampleUnused = {
  ...exampleIdle,
  used_today: 0,
  successes: 0,
  failures: 0,
  health: 1,
  last_outcome: null,
  last_used_at: null,
  created_at: EXAMPLE_NOW,
  updated_at: EXAMPLE_NOW,
} as const;

export const exampleDeleted = { state: "free", lease: null, deleted_at: EXAMPLE_NOW } as const;

/** The answer to an import of three lines. @param reason why the third line is rejected */
export const exampleImport = (id: string, reason: string) => ({
  received: 3,
  created: 1,
  exists: 1,
  rejected: 1,
  items: [
    { line: 1, result: "created" as const, id, reason: null },
    { line: 2, result: "exists" as const, id, reason: "is there already" },
    { line: 3, result: "rejected" as const, id: null, reason },
  ],
});
