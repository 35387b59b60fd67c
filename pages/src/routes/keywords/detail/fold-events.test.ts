import { expect, test } from "vitest";
import type { KeywordEvent } from "../../../../../shared/contracts/keyword.ts";
import { foldEvents, pagesTotal } from "./fold-events.ts";

let seq = 0;
const event = (type: string, run_id: string | null, detail: Record<string, unknown> = {}): KeywordEvent => {
  seq += 1;
  return { seq, at: seq * 1000, type, run_id, detail };
};

/** Two runs as the ledger writes them, oldest first; the second is interrupted once. */
const story = [
  event("created", null, { actor: "admin:1" }),
  event("dispatched", null),
  event("claimed", "a"),
  ...[1, 2, 3].map((page) => event("page", "a", { page, rows: 20, fresh: null, invalid: 0 })),
  event("done", "a"),
  event("run", "a", { actor: "admin:2" }),
  event("dispatched", null),
  event("claimed", "b"),
  event("page", "b", { page: 1, rows: 20, fresh: 3, invalid: 1 }),
  event("yielded", "b", { reason: "pace" }),
  event("claimed", "b"),
  event("page", "b", { page: 2, rows: 5, fresh: 0, invalid: 0 }),
  event("done", "b"),
];

const shape = (events: readonly KeywordEvent[]) =>
  foldEvents(events).map(({ runId, entries }) => [
    runId,
    entries.map((entry) => (entry.kind === "event" ? entry.event.type : entry.pages.length)),
  ]);

test("each run has its own events, with its pages folded into one entry", () => {
  expect(shape(story.toReversed())).toEqual([
    ["b", ["done", 2, "claimed", "yielded", "claimed", "dispatched"]],
    ["a", ["run", "done", 3, "claimed", "dispatched", "created"]],
  ]);
});

test("what is newer than the last run stands alone", () => {
  const queued = [...story, event("dispatched", null)].toReversed();
  expect(shape(queued)[0]).toEqual([null, ["dispatched"]]);
});

test("no event is lost or shown twice, whatever their order", () => {
  for (let round = 0; round < 50; round++) {
    const mixed = story.map((item, index) => ({ item, key: (index * 7919 * (round + 1)) % 31 }));
    const events = mixed.sort((one, other) => one.key - other.key).map(({ item }) => item);
    const shown = foldEvents(events).flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === "event" ? [entry.event] : entry.pages)),
    );
    expect(shown.map((item) => item.seq).sort((one, other) => one - other)).toEqual(
      story.map((item) => item.seq),
    );
  }
});

test("the total of pages counts rows and new postings; new ones are unknown when no page counted them", () => {
  const pages = (run: string) => story.filter(({ type, run_id }) => type === "page" && run_id === run);
  expect(pagesTotal(pages("a"))).toEqual({ pages: 3, rows: 60, fresh: null, invalid: 0 });
  expect(pagesTotal(pages("b"))).toEqual({ pages: 2, rows: 25, fresh: 3, invalid: 1 });
});
