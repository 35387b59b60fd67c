/** Keywords are added, crawled by real lanes over the model site, and acted on by people. */

import { keywordLedger } from "../../../durable-objects/keyword-ledger/client.ts";
import type { NewKeyword } from "../../../shared/contracts/keyword.ts";
import type {
  CreateResult,
  KeywordLedgerApi,
  PageProgress,
} from "../../../shared/contracts/keyword-ledger.ts";
import { KEYWORD_ACTIONS } from "../../../shared/contracts/vocabulary.ts";
import { exportCoverage } from "../../../workers/schedule/jobs/export-coverage.ts";
import type { ScheduleServices } from "../../../workers/schedule/schedule-services.ts";
import { gateWatch } from "../checks/gate-permits.ts";
import { LeaseRows } from "../checks/lease-rows.ts";
import type { ObjectHost } from "../platform/objects.ts";
import { type Part, QUIET, type Simulation } from "../simulation.ts";

const PLATFORM = "zhilian";
/** Enough for the window to be too small, few enough for a person to follow a history. */
const MAX_KEYWORDS = 16;
const WORDS = ["会计", "护士", "司机", "测试", "Java", "厨师", "教师", "电工", "设计", "销售"];
const CITIES = ["北京", "上海", "广州"];
const PRIORITIES = [0, 3, 5, 8, 10] as const;

export function keywordsPart(simulation: Simulation): Part {
  const { world, objects, env, config } = simulation;
  const { chance } = world;
  const ledger = (): KeywordLedgerApi => keywordLedger(env, PLATFORM, 0);
  const host = () => objects.host("KeywordLedger", `${PLATFORM}:0`);
  const leases = new LeaseRows(world);
  objects.watch(gateWatch(world));
  objects.watch((at, method, args) =>
    at.kind === "KeywordLedger" ? leases.watch(at, method, args) : undefined,
  );
  objects.watch((at, method, args) =>
    at.kind === "KeywordLedger" && method === "saveProgress"
      ? (answer) => {
          if ((answer as { ok: boolean }).ok) checkDurable(args[2] as PageProgress[]);
        }
      : undefined,
  );

  /** Keywords that their creator knows of. */
  const created = new Set<string>();
  objects.watch((at, method) =>
    at.kind === "KeywordLedger" && method === "create"
      ? (answer) => {
          for (const { id } of answer as CreateResult[]) created.add(id);
        }
      : undefined,
  );

  /** A checkpoint moves only past rows that are durable (X3). */
  function checkDurable(pages: PageProgress[]): void {
    for (const { batch_id: batch, page } of pages) {
      if (!batch) continue;
      const known = objects
        .host("IngestLedger", "ingest")
        .data.rows("SELECT 1 FROM batches WHERE batch_id = ?", batch);
      if (known.length === 0)
        world.fail("a checkpoint moves only past durable rows", `page ${page} of batch ${batch}`);
    }
  }

  const idsOf = (where = "1") =>
    hasTables(host())
      ? host()
          .data.rows<{ id: string }>(`SELECT id FROM work WHERE ${where}`)
          .map(({ id }) => id)
      : [];
  /** People meet running keywords as often as others, or late writes would be rare. */
  const someId = () =>
    (chance.happens(0.5) ? chance.pick(idsOf("phase = 'running'")) : undefined) ?? chance.pick(idsOf());
  const person = (name: string, work: () => Promise<unknown>) => simulation.invoke(`a person: ${name}`, work);

  const create = () => {
    const count = Math.min(chance.between(1, 4), MAX_KEYWORDS - idsOf().length);
    const items = Array.from(
      { length: Math.max(0, count) },
      (): NewKeyword => ({
        platform: PLATFORM,
        keyword: chance.pick(WORDS) ?? "",
        city: chance.pick(CITIES) ?? "",
        channel: "web",
        priority: chance.pick(PRIORITIES) ?? 5,
      }),
    );
    if (items.length > 0) person(`create ${items.length} keywords`, () => ledger().create(items, "person"));
  };

  /** Runs whose coverage ClickHouse was told of, and what the tokens of the inserts stand for. */
  const exportedRuns = new Set<string>();
  const tokens = new Map<string, string>();
  const insertCoverage = (lines: string[], token: string): Promise<void> =>
    world.call(
      "ClickHouse: insert into keyword_coverage",
      () => {
        const known = tokens.get(token);
        if (known === undefined) {
          tokens.set(token, lines.join());
          for (const line of lines) exportedRuns.add((JSON.parse(line) as { run_id: string }).run_id);
        } else if (known !== lines.join()) world.fail("a token of an insert stands for one content", token);
      },
      world.rates.insert,
    );
  /** The job of the platform, at a time of its own. */
  const exportAll = () =>
    exportCoverage.run({ allLedgers: () => [ledger()], insertCoverage } as unknown as ScheduleServices, {
      slotAt: world.now,
      requestId: chance.uuid(),
      logger: QUIET,
    });

  /** Largest numbers of pages by run, and last pages by run and part. */
  const pagesOf = new Map<string, number>();
  const pageOf = new Map<string, number>();
  let savedPages = 0;

  function checkRuns(at: ObjectHost): void {
    const runs = at.data.rows<{ keyword_id: string; run_id: string; pages: number; sum: number }>(
      `SELECT r.keyword_id, r.run_id, r.pages, coalesce(sum(p.page), 0) AS sum FROM runs r
         LEFT JOIN parts p ON p.keyword_id = r.keyword_id GROUP BY r.keyword_id`,
    );
    for (const { run_id, pages, sum } of runs) {
      const before = pagesOf.get(run_id) ?? 0;
      if (pages < before)
        world.fail("checkpoints never go back", `run ${run_id}: ${before} to ${pages} pages`);
      if (pages !== sum)
        world.fail("no page is counted twice", `run ${run_id}: ${pages} pages, parts ${sum}`);
      savedPages += pages - before;
      pagesOf.set(run_id, pages);
    }
    const parts = at.data.rows<{ run_id: string; part: number; page: number }>(
      "SELECT r.run_id, p.part, p.page FROM parts p JOIN runs r ON r.keyword_id = p.keyword_id WHERE p.page > 0",
    );
    for (const { run_id, part, page } of parts) {
      const name = `${run_id}/${part}`;
      if (page < (pageOf.get(name) ?? 0)) world.fail("checkpoints never go back", `${name} to page ${page}`);
      pageOf.set(name, page);
    }
  }

  return {
    name: "keywords",
    start: create,
    acts: [
      { name: "create", weight: 4, run: create },
      {
        name: "act",
        weight: 12,
        run() {
          const id = someId();
          const action = chance.pick(KEYWORD_ACTIONS);
          if (id && action) person(`${action} ${id}`, () => ledger().act(id, action, "person"));
        },
      },
      {
        name: "change",
        weight: 2,
        run() {
          const id = someId();
          const change = chance.happens(0.5)
            ? { priority: chance.pick(PRIORITIES) ?? 5 }
            : { city: chance.pick(CITIES) ?? "" };
          if (id) person(`change ${id}`, () => ledger().update(id, change, "person"));
        },
      },
      {
        name: "run all",
        weight: 1,
        run: () => person("run all", () => ledger().runAll("person", { kind: "all" })),
      },
      {
        name: "close the breaker",
        weight: 2,
        run: () =>
          person("close the breaker", async () => {
            await simulation.gate(PLATFORM, "edge").reset();
            await ledger().resumeHeld();
          }),
      },
      {
        name: "the site blocks",
        weight: 1,
        run() {
          simulation.site.blockedUntil = world.now + chance.between(1, 30) * 60_000;
        },
      },
      {
        name: "export the coverage",
        weight: 3,
        run: () => simulation.invoke("export of the coverage", exportAll),
      },
      { name: "dispatch", weight: 2, run: () => simulation.invoke("dispatch", () => ledger().dispatch()) },
    ],
    check(at) {
      if (at.kind !== "KeywordLedger" || !hasTables(at)) return;
      leases.check(at, { atMost: config.DISPATCH_WINDOW, room: config.DISPATCH_WINDOW });
      checkRuns(at);
    },
    tidy() {
      simulation.site.blockedUntil = 0;
      person("close the breaker", async () => {
        await simulation.gate(PLATFORM, "edge").reset();
        await ledger().resumeHeld();
      });
    },
    recount() {
      const at = host();
      if (!hasTables(at)) return;
      leases.recount(at);
      const told = at.data.rows<{ run_id: string }>(
        `SELECT run_id FROM run_history WHERE reported IS NOT NULL AND covered_reported IS NOT NULL
           AND outcome NOT IN ('abandoned', 'skipped')
           AND finished_at <= (SELECT CAST(value AS INTEGER) FROM marks WHERE name = 'coverage-exported-through')`,
      );
      for (const { run_id } of told)
        if (!exportedRuns.has(run_id)) world.fail("the coverage of every run is exported", run_id);
      const ids = new Set(idsOf());
      for (const id of created) if (!ids.has(id)) world.fail("no keyword is lost", id);
      const [stored] = at.data.rows<{ pages: number }>(
        "SELECT pages + (SELECT coalesce(sum(pages - counted_pages), 0) FROM runs) AS pages FROM totals",
      );
      if (stored?.pages !== savedPages)
        world.fail("every page is counted once", `${stored?.pages} in the totals, ${savedPages} saved`);
      const left = at.data.rows(
        `SELECT 1 FROM pending_pages p JOIN runs r ON r.keyword_id = p.keyword_id
           WHERE r.finished_at IS NOT NULL AND p.end IS NULL LIMIT 1`,
      );
      if (left.length > 0) world.fail("a run ends with all its pages fetched");
      const [totals] = at.data.rows("SELECT known, reported, distinct_keys FROM totals");
      const [sums] = at.data.rows(
        `SELECT count(*) AS known, coalesce(sum(covered_reported), 0) AS reported,
           coalesce(sum(min(covered_distinct, covered_reported)), 0) AS distinct_keys
         FROM keywords WHERE covered_at IS NOT NULL AND deleted_at IS NULL`,
      );
      if (JSON.stringify(totals) !== JSON.stringify(sums))
        world.fail("counters equal a recount", `coverage ${JSON.stringify({ totals, sums })}`);
    },
    unfinished() {
      if (!hasTables(host())) return null;
      const open = host().data.rows<{ id: string; phase: string }>(
        `SELECT id, phase FROM work WHERE phase IN ('ready', 'queued', 'held', 'running')
           OR phase = 'waiting' AND state <> 'done'`,
      )[0];
      return open ? `keyword ${open.id} is ${open.phase}` : null;
    },
  };
}

/** An object that was never called has no tables. */
export const hasTables = (host: ObjectHost): boolean => host.constructions > 0;
