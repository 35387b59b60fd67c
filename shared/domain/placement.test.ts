import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PLATFORMS } from "../contracts/vocabulary.ts";
import { type Candidate, edgeLanes, hasLabels, placeWork } from "./placement.ts";

const label = fc.constantFrom("cn", "home", "gpu");
const labels = fc.uniqueArray(label);
const platform = fc.constantFrom(...PLATFORMS);
const candidate = fc.record<Candidate>({
  id: fc.constantFrom("a", "b", "c", "d"),
  load: fc.constantFrom(0, 0.25, 0.5, 1),
  labels,
  recentlyTurnedAway: fc.uniqueArray(platform),
});
const rooms = fc.uniqueArray(
  fc.record({ platform, room: fc.integer({ min: 0, max: 8 }), full: fc.boolean(), labels }),
  { selector: (room) => room.platform },
);

describe("placing work", () => {
  test("never gives more than is free or there, nor what a label, the budget or a hungrier node forbids", () => {
    fc.assert(
      fc.property(
        candidate,
        fc.integer({ min: 1, max: 8 }),
        rooms,
        fc.array(candidate),
        (asker, free, there, others) => {
          const { grants, reason, wait_ms: waitMs } = placeWork(asker, free, there, others);
          expect(grants.reduce((sum, { keywords }) => sum + keywords, 0)).toBeLessThanOrEqual(free);
          for (const grant of grants) {
            const room = there.find((one) => one.platform === grant.platform);
            expect(room?.full).toBe(false);
            expect(grant.keywords).toBeLessThanOrEqual(room?.room ?? 0);
            expect(hasLabels(asker.labels, room?.labels ?? [])).toBe(true);
            const before = others.filter(
              (other) =>
                other.id !== asker.id &&
                other.load < asker.load &&
                other.recentlyTurnedAway.includes(grant.platform) &&
                hasLabels(other.labels, room?.labels ?? []),
            );
            expect(before).toEqual([]);
          }
          if (grants.length === 0 && there.length > 0) {
            expect(reason).not.toBeNull();
            expect(waitMs).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  test("the least loaded of those turned away is let through by every other", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(candidate, { selector: ({ id }) => id, minLength: 1 }),
        platform,
        (nodes, wanted) => {
          const all = nodes.map((node) => ({ ...node, recentlyTurnedAway: [wanted] }));
          const least = all.toSorted((a, b) => a.load - b.load)[0] as Candidate;
          const room = [{ platform: wanted, room: 1, full: false, labels: [] }];
          expect(placeWork(least, 1, room, all).grants).toEqual([{ platform: wanted, keywords: 1 }]);
        },
      ),
    );
  });
});

test("edge and nodes together never pass the budget; the edge keeps a lane where there are two", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.nat(80), fc.nat(20), (concurrency, onNodes, starving) => {
      const lanes = edgeLanes(concurrency, onNodes, starving);
      expect(lanes).toBeGreaterThanOrEqual(0);
      expect(lanes + Math.min(onNodes, concurrency)).toBeLessThanOrEqual(concurrency);
      if (concurrency >= 2 && onNodes < concurrency) expect(lanes).toBeGreaterThan(0);
      if (starving === 0) expect(lanes).toBe(Math.max(0, concurrency - onNodes));
    }),
  );
  expect(edgeLanes(1, 0, 1)).toBe(0);
  expect(edgeLanes(6, 0, 2)).toBe(2);
});
