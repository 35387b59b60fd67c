/** Real crawler nodes work beside the edge, over one ledger and budget: nothing is lost or doubled. */
import { afterEach, expect, test } from "vitest";
import { addAll, allDone, closeFleet, fleet, holders } from "../support/crawler-node/fleet.ts";
import { expectNothingLost } from "../support/invariant.ts";

afterEach(closeFleet);

test("three nodes and the edge crawl the corpus together: every posting once, no keyword held twice", async () => {
  const { system, nodes } = await fleet(["one", "two", "three"], 40);
  const count = await addAll(system);
  await allDone(system, count);
  await expectNothingLost(system);
  const counts = await holders(system);
  console.log("leases by holder", Object.fromEntries(counts));
  for (const name of ["edge", ...nodes.map(({ id }) => `node:${id}`)]) {
    expect(counts.get(name) ?? 0, `${name} took part`).toBeGreaterThan(0);
  }
});
