import type { z } from "@hono/zod-openapi";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import type { GateView } from "./gate-view.ts";

export const exampleGate = {
  breaker: "closed",
  reopen_at: null,
  cause: null,
  openings: 0,
  in_flight: 1,
  next_allowed_at: EXAMPLE_NOW + 11_400,
  failures_in_a_row: 0,
  requests: 1284,
} satisfies z.input<typeof GateView>;
