/** A platform's gate as the API shows it. */
import { z } from "@hono/zod-openapi";
import { Outcome } from "../../../shared/contracts/platform.ts";
import { Instant } from "../http/answers.ts";

export const GateView = z.object({
  breaker: z.enum(["closed", "open", "half-open"]),
  reopen_at: Instant.nullable().describe("When an open breaker lets one probe through"),
  cause: Outcome.nullable().describe("Outcome that opened it"),
  openings: z.number().int(),
  in_flight: z.number().int(),
  next_allowed_at: Instant,
  failures_in_a_row: z.number().int(),
  requests: z.number().int(),
});
