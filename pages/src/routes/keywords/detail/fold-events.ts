/** Sorts a keyword's events into its runs, and folds the pages of a run into one entry. */
import type { KeywordEvent } from "../../../../../shared/contracts/keyword.ts";

/** The pages of one run, newest first. */
interface PagesEntry {
  kind: "pages";
  pages: KeywordEvent[];
}
interface EventEntry {
  kind: "event";
  event: KeywordEvent;
}
export type TimelineEntry = PagesEntry | EventEntry;

export interface RunEvents {
  /** Null for events before the first run, or after the last one. */
  runId: string | null;
  /** Newest first. The folded pages stand where the newest of them was. */
  entries: TimelineEntry[];
}

/**
 * Groups events by run. An event without a run, such as the queueing, leads to the run after it and belongs there.
 * @param events newest first, as the API lists them
 */
export function foldEvents(events: readonly KeywordEvent[]): RunEvents[] {
  const runs: RunEvents[] = [];
  for (const event of events) {
    let run = runs.at(-1);
    if (!run || (event.run_id !== null && event.run_id !== run.runId)) {
      run = { runId: event.run_id, entries: [] };
      runs.push(run);
    }
    add(run, event);
  }
  return runs;
}

function add({ entries }: RunEvents, event: KeywordEvent): void {
  if (event.type !== "page") {
    entries.push({ kind: "event", event });
    return;
  }
  const folded = entries.find((entry) => entry.kind === "pages");
  if (folded) folded.pages.push(event);
  else entries.push({ kind: "pages", pages: [event] });
}

export interface PagesTotal {
  pages: number;
  rows: number;
  /** Postings that were never stored before; null when no page counted them. */
  fresh: number | null;
  invalid: number;
}

const numberIn = (event: KeywordEvent, name: string): number | null => {
  const value = event.detail[name];
  return typeof value === "number" ? value : null;
};

export const pagesTotal = (pages: readonly KeywordEvent[]): PagesTotal => {
  const sum = (name: string) => pages.reduce((total, page) => total + (numberIn(page, name) ?? 0), 0);
  const counted = pages.some((page) => numberIn(page, "fresh") !== null);
  return {
    pages: pages.length,
    rows: sum("rows"),
    fresh: counted ? sum("fresh") : null,
    invalid: sum("invalid"),
  };
};
