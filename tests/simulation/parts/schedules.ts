/** Cron ticks of dispatchers that die, come twice or not at all, over D1; the slots of each schedule are enumerated. */
import type { StatementSync } from "node:sqlite";
import { Cron } from "croner";
import { keywordLedger } from "../../../durable-objects/keyword-ledger/client.ts";
import { nodeFleet } from "../../../durable-objects/node-fleet/client.ts";
import { HOUR_MS, MINUTE_MS } from "../../../shared/time.ts";
import type { ScheduledJob } from "../../../workers/schedule/job.ts";
import { dispatchKeywords } from "../../../workers/schedule/jobs/dispatch-keywords.ts";
import { storeNodeMetrics } from "../../../workers/schedule/jobs/store-node-metrics.ts";
import { sweepSpool } from "../../../workers/schedule/jobs/sweep-spool.ts";
import type { ScheduleServices } from "../../../workers/schedule/schedule-services.ts";
import { createSchedules, type ScheduleFields } from "../../../workers/schedule/schedules.ts";
import { tick } from "../../../workers/schedule/tick.ts";
import type { Tasks } from "../../../workers/tasks/tasks.ts";
import { scheduleStage } from "../../support/schedule-stage.ts";
import { lockWatch } from "../checks/lock-rows.ts";
import { overNetwork } from "../platform/over-network.ts";
import type { Part, Simulation } from "../simulation.ts";
import { COUNT } from "./counting-task.ts";
import { CREATOR } from "./tasks.ts";

/** Cloudflare's cron comes each minute; here it comes less often, so that a year has fewer events. */
const TICK_MS = 30 * MINUTE_MS;
/** A stopped schedule writes its answers an hour late, and a tick may be late. */
const MAX_LAG_MS = 2 * HOUR_MS;

interface SlotRow {
  slot_at: number;
  to_at: number | null;
  count: number;
  status: string;
  reason: string | null;
  started_at: number | null;
  finished_at: number | null;
  error: string | null;
  attempts: number;
}

const PEOPLE: Record<string, Partial<ScheduleFields>> = {
  "count-all": { cron: "0 * * * *", catchUp: "all", catchUpMax: 3, maxLatenessS: 4 * 3600 },
  "count-nightly": { cron: "30 1 * * *", rerun: true },
  "count-skip": { cron: "45 */3 * * *", catchUp: "skip", timeZone: "UTC" },
};

export function schedulesPart(
  simulation: Simulation,
  { tasks, sweep }: { tasks: Tasks; sweep: ScheduleServices["spool"]["sweep"] },
): Part {
  const { world, objects, clock, blobs, env, sqlite, db } = simulation;
  const { chance } = world;
  objects.watch(lockWatch(world));

  const starts = new Map<string, number>();
  /** Counts the starts of a job, and lets some take long or fail. */
  const counted = (job: Omit<ScheduledJob, "timeZone">, takesMs = 0): ScheduledJob => ({
    ...job,
    timeZone: "Asia/Shanghai",
    async run(services, slot) {
      const name = `${job.name} ${slot.slotAt}`;
      starts.set(name, (starts.get(name) ?? 0) + 1);
      if (takesMs > 0 && !world.isCalm) await clock.sleep(chance.below(takesMs));
      if (!world.isCalm && chance.happens(0.02)) throw new Error("ClickHouse is away");
      await job.run(services, slot);
    },
  });
  const jobs = [
    counted({ ...dispatchKeywords, cron: "*/30 * * * *" }),
    counted({ ...sweepSpool, cron: "15 * * * *" }),
    counted({ ...storeNodeMetrics, cron: "45 * * * *" }),
    counted({ name: "slow", cron: "0 */6 * * *", run: async () => {} }, 40 * MINUTE_MS),
  ];

  const metrics = new Set<string>();
  const stage = scheduleStage(db, clock, blobs);
  const services: ScheduleServices = {
    ...stage,
    schedules: overNetwork(world, "schedules", stage.schedules),
    slots: overNetwork(world, "slots", {
      ...stage.slots,
      answer: (state, answers) => stage.slots.answer(state, simulation.seams.answers(answers)),
    }),
    backfillStore: overNetwork(world, "backfills", stage.backfillStore),
    lock: (name) => simulation.lock(name),
    createTask: async (task, creator) => {
      const [, name = "", slotAt] = task.key.split(":");
      const made = await tasks.create(task, creator);
      const started = `${name} ${slotAt}`;
      starts.set(started, (starts.get(started) ?? 0) + 1);
      return made;
    },
    allLedgers: () => [keywordLedger(env, "zhilian", 0)],
    spool: { ...stage.spool, sweep },
    fleet: nodeFleet(env.NODE_FLEET),
    insertNodeMetrics: (_lines, token) =>
      world.call(
        "ClickHouse: insert into node_metrics",
        () => {
          metrics.add(token);
        },
        world.rates.insert,
      ),
  };
  const people = createSchedules(services, jobs);
  const names = [...Object.keys(PEOPLE), ...jobs.map(({ name }) => name)];
  const person = (name: string, work: () => Promise<unknown>) => simulation.invoke(`a person: ${name}`, work);

  let awayUntil = 0;
  const cron = () => {
    world.plan(TICK_MS - (world.now % TICK_MS), "cron", cron);
    if (world.now < awayUntil && !world.isCalm) return;
    const dispatchers = !world.isCalm && chance.happens(0.1) ? 2 : 1;
    for (let count = 0; count < dispatchers; count++)
      simulation.invoke("dispatcher", () => tick(services, jobs, chance.uuid()));
  };

  const statements = new Map<string, StatementSync>();
  const rows = <T>(sql: string, ...values: (string | number)[]) => {
    const statement = statements.get(sql) ?? sqlite.prepare(sql);
    statements.set(sql, statement);
    return statement.all(...values) as T[];
  };
  /** The end of the last slot that was compared, by schedule. */
  const verified = new Map<string, number>();

  function verify(name: string): void {
    const [schedule] = rows<{ cron: string; time_zone: string; since: number }>(
      "SELECT cron, time_zone, since FROM schedules WHERE name = ?",
      name,
    );
    if (!schedule) return;
    const from = verified.get(name) ?? schedule.since;
    // Slots by the clock lie on whole minutes, runs by hand never do.
    const answers = rows<SlotRow>(
      `SELECT * FROM schedule_slots WHERE schedule = ? AND coalesce(to_at, slot_at) > ? AND slot_at % 60000 = 0
         ORDER BY slot_at`,
      name,
      from,
    );
    const until = answers.reduce((last, { slot_at, to_at }) => Math.max(last, to_at ?? slot_at), from);
    const expression = new Cron(schedule.cron, { timezone: schedule.time_zone, paused: true });
    const wanted: number[] = [];
    // A row of several slots grows, so that one that was compared comes again.
    const begin = Math.min(from, (answers[0]?.slot_at ?? Number.POSITIVE_INFINITY) - 1);
    let next = expression.nextRun(new Date(begin));
    for (; next && next.getTime() <= until; next = expression.nextRun(next)) wanted.push(next.getTime());
    let place = 0;
    for (const answer of answers) {
      const at = `${name}, slot ${new Date(answer.slot_at).toISOString()}`;
      for (let count = 0; count < answer.count; count++, place++) {
        const slot = wanted[place];
        const isOwn = count > 0 ? slot !== undefined : slot === answer.slot_at;
        if (!isOwn) world.fail("each slot has one answer", `${at} is number ${place} of ${wanted.length}`);
        const begun = starts.get(`${name} ${slot}`) ?? 0;
        const hasRun = answer.status === "fired" || answer.status === "late";
        if (begun > (hasRun ? answer.attempts : 0))
          world.fail("each slot runs once", `${at}: ${begun} starts, ${answer.status}`);
        if (hasRun && answer.error === null && begun === 0) world.fail("a slot that fired has run", at);
        starts.delete(`${name} ${slot}`);
      }
      if (answer.status !== "fired" && answer.reason === null)
        world.fail("a slot that did not run has a reason", `${at} is ${answer.status}`);
    }
    if (place !== wanted.length)
      world.fail("each slot has one answer", `${name}: ${place} answers to ${wanted.length} slots`);
    if (until < world.now - MAX_LAG_MS && answers.length === 0 && (next?.getTime() ?? until) < until)
      world.fail("each slot has one answer", `${name} has none since ${new Date(until).toISOString()}`);
    verified.set(name, until);
  }

  return {
    name: "schedules",
    start() {
      person("add schedules", async () => {
        for (const [name, fields] of Object.entries(PEOPLE)) {
          const base = { title: null, kind: "cron", cron: null, everyS: null, startAt: null } as const;
          const policy = { enabled: true, catchUp: "once", catchUpMax: null, maxLatenessS: null } as const;
          const target = { taskKind: COUNT, taskInput: { to: 1 }, taskCreator: CREATOR, rerun: false };
          const all = { ...base, timeZone: "Asia/Shanghai", ...policy, ...target, ...fields };
          for (let tries = 0; tries < 3; tries++) {
            try {
              await people.create(name, all, "person");
              break;
            } catch (error) {
              world.note(() => `schedule ${name} is not added: ${String(error)}`);
            }
          }
        }
      });
      cron();
    },
    acts: [
      {
        name: "dispatchers are away",
        weight: 1,
        run() {
          awayUntil = world.now + chance.below(9 * HOUR_MS);
        },
      },
      {
        name: "pause, resume, switch off or on a schedule",
        weight: 2,
        run() {
          const name = chance.pick(names) ?? "";
          const what = chance.below(4);
          person(`${["pause", "resume", "disable", "enable"][what]} ${name}`, () => {
            if (what === 0) return people.pause(name);
            if (what === 1) return people.resume(name);
            return people.update(name, () => ({ enabled: what === 3 }));
          });
        },
      },
      {
        name: "run a schedule",
        weight: 1,
        run() {
          const name = chance.pick(names) ?? "";
          person(`run ${name}`, () => people.run(name, chance.uuid()));
        },
      },
    ],
    tidy() {
      awayUntil = 0;
      person("resume all schedules", async () => {
        for (const { name, pausedAt, enabled } of await people.list()) {
          if (pausedAt !== null) await people.resume(name);
          if (!enabled) await people.update(name, () => ({ enabled: true }));
        }
      });
    },
    unfinished() {
      const [open] = rows<{ schedule: string; slot_at: number }>(
        "SELECT schedule, slot_at FROM schedule_slots WHERE started_at IS NOT NULL AND finished_at IS NULL LIMIT 1",
      );
      return open ? `slot ${new Date(open.slot_at).toISOString()} of ${open.schedule} runs` : null;
    },
    settled() {
      for (const name of names) verify(name);
    },
  };
}
