/** The address of the quarantine: its filter, and the batch that is open. */
import type { Platform } from "../../../../shared/contracts/platform.ts";
import type { QuarantineState } from "../../../../shared/contracts/quality.ts";
import { PLATFORMS, QUARANTINE_STATES } from "../../../../shared/contracts/vocabulary.ts";
import { readOneOf, readText } from "../search-values.ts";

/** The page shows the batches that wait when the filter is left out. */
export const STATE_FILTERS = [...QUARANTINE_STATES, "all"] as const;
export type StateFilter = (typeof STATE_FILTERS)[number];

export interface QuarantineSearch {
  state?: StateFilter;
  platform?: Platform;
  /** Id of the batch in the drawer. */
  open?: string;
}

export function readQuarantineSearch(raw: Record<string, unknown>) {
  const filter = readOneOf<StateFilter>(raw.state, STATE_FILTERS) ?? "waiting";
  const state: QuarantineState | undefined = filter === "all" ? undefined : filter;
  return { filter, state, platform: readOneOf<Platform>(raw.platform, PLATFORMS), open: readText(raw.open) };
}
