/** Faults on demand, for tests and trials: `POST /__control`. */
import { z } from "zod";

const FaultSettings = z.strictObject({
  /** `cut`: every connection is cut without an answer; `unavailable`: 503; `true` is `cut`. */
  down: z
    .union([z.boolean(), z.enum(["cut", "unavailable"])])
    .transform((value) => (value === true ? "cut" : value)),
  /** So many inserts more are executed and then get no answer: the connection is cut after the commit. */
  failAfterCommit: z.number().int().min(0),
  /** Each query waits so long before it runs, milliseconds. */
  delayMs: z.number().int().min(0).max(600_000),
});
export type FaultSettings = z.infer<typeof FaultSettings>;

/** What to change; fields left out stay as they are. */
export const FaultChange = FaultSettings.partial();
export type FaultChange = z.input<typeof FaultChange>;

/** Faults in force and what the server has seen since its start. */
export interface ServerState extends FaultSettings {
  queries: number;
  inserts: number;
  /** Requests that got no answer or 503 because of a fault. */
  refused: number;
}

export function newServerState(): ServerState {
  return { down: false, failAfterCommit: 0, delayMs: 0, queries: 0, inserts: 0, refused: 0 };
}
