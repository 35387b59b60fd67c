/** Injects faults for tests and trials: `POST /__control`. */
import { z } from "zod";

const FaultSettings = z.strictObject({
  /** `cut`: every connection is cut without an answer; `unavailable`: 503; `true` is `cut`. */
  down: z
    .union([z.boolean(), z.enum(["cut", "unavailable"])])
    .transform((value) => (value === true ? "cut" : value)),
  /** Number of further inserts that are executed and get no answer: the connection is cut after the commit. */
  failAfterCommit: z.number().int().min(0),
  /** Delay before each query, milliseconds. */
  delayMs: z.number().int().min(0).max(600_000),
});
export type FaultSettings = z.infer<typeof FaultSettings>;

/** The faults to change; omitted fields stay unchanged. */
export const FaultChange = FaultSettings.partial();
export type FaultChange = z.input<typeof FaultChange>;

/** The active faults, and the counters of the server since its start. */
export interface ServerState extends FaultSettings {
  queries: number;
  inserts: number;
  /** Requests that got no answer or 503 because of a fault. */
  refused: number;
}

export function newServerState(): ServerState {
  return { down: false, failAfterCommit: 0, delayMs: 0, queries: 0, inserts: 0, refused: 0 };
}
