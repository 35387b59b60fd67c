import { reset } from "cloudflare:test";
import { afterEach, expect, test } from "vitest";
import { page, Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";
import { KEPT_RUNS } from "./run-history.ts";

afterEach(() => reset());

test("each run that ended is one line, with what was new and how it ended", async () => {
  const rig = await Rig.start();
  const [id = ""] = await rig.create("a");
  const first = await rig.claimOne();
  value(await rig.api.saveProgress(id, first.fence, [page(1, { last: true })]));
  rig.now += 5000;
  value(await rig.api.settle(id, first.fence, { kind: "done", outcome: "ok" }));
  value(await rig.api.act(id, "run", "ann"));
  const second = await rig.claimOne();
  const pages = [page(1, { fresh: 2, changed: 1 }), page(2, { fresh: 0, changed: 1, last: true })];
  value(await rig.api.saveProgress(id, second.fence, pages));
  value(await rig.api.settle(id, second.fence, { kind: "done", outcome: "ok", early_stopped: true }));
  value(await rig.api.act(id, "run", "ann"));
  const third = await rig.claimOne();
  expect(await rig.api.runs(id, 10), "a run in work is none").toHaveLength(2);
  value(await rig.api.saveProgress(id, third.fence, [page(1)]));
  value(await rig.api.act(id, "restart", "ann"));
  const runs = (await rig.api.runs(id, 10)).map(({ run }) => run);
  expect(runs).toMatchObject([
    { run_id: third.run_id, outcome: "abandoned", pages: 1, new: null },
    {
      run_id: second.run_id,
      outcome: "ok",
      early_stopped: true,
      new: 2,
      changed: 2,
      coverage: { distinct: 20, reported: 100 },
    },
    {
      run_id: first.run_id,
      duration_ms: 5000,
      pages: 1,
      rows: 10,
      reported: 100,
      early_stopped: false,
      new: null,
      changed: null,
      coverage: { distinct: 10, reported: 100 },
    },
  ]);
});

test("the last ones are kept in one row each, and read page by page", async () => {
  const rig = await Rig.start();
  const [id = ""] = await rig.create("a");
  for (let run = 0; run < KEPT_RUNS + 5; run++) {
    const { fence } = await rig.claimOne();
    value(
      await rig.api.saveProgress(id, fence, [
        page(1, { reported: 0, rows: 0, keys: [], last: true, outcome: "true-zero" }),
      ]),
    );
    value(await rig.api.settle(id, fence, { kind: "done", outcome: "true-zero" }));
    value(await rig.api.act(id, "run", "ann"));
  }
  expect(await rig.rows("SELECT seq FROM run_history")).toHaveLength(KEPT_RUNS);
  const newest = await rig.api.runs(id, 2);
  expect(newest.map(({ seq }) => seq)).toEqual([KEPT_RUNS + 5, KEPT_RUNS + 4]);
  const older = await rig.api.runs(id, 100, newest[1]?.seq);
  expect(older.map(({ seq }) => seq)).toEqual(
    Array.from({ length: KEPT_RUNS - 2 }, (_, at) => KEPT_RUNS + 3 - at),
  );
});
