/**
 * Crawler nodes, as a small driver: it sends heartbeats, carries out commands, leases resources and keywords, and crawls
 * with the real engine. It stores its rows by the edge's way, not through the API for uploads.
 */
import { keywordLedger } from "../../../durable-objects/keyword-ledger/client.ts";
import { nodeFleet } from "../../../durable-objects/node-fleet/client.ts";
import { resourcePool } from "../../../durable-objects/resource-pool/client.ts";
import { NODE_HOLDER } from "../../../shared/contracts/keyword-ledger.ts";
import type { Heartbeat, NodeCommand } from "../../../shared/contracts/node-api.ts";
import type { PlatformRoom } from "../../../shared/contracts/node-fleet.ts";
import type { Outcome } from "../../../shared/contracts/platform.ts";
import type { Held, NewResource } from "../../../shared/contracts/resource-pool.ts";
import { crawlKeyword } from "../../../shared/crawl/crawl-keyword.ts";
import { MINUTE_MS } from "../../../shared/time.ts";
import type { EdgeCrawlServices } from "../../../workers/crawl/edge-services.ts";
import { heartbeatOf } from "../../support/node-sample.ts";
import { poolWatch } from "../checks/pool-rows.ts";
import type { Part, Simulation } from "../simulation.ts";
import type { Life } from "../world.ts";
import { hasTables } from "./keywords.ts";

const PLATFORM = "zhilian";
const MAX_NODES = 2;
const RESOURCES = 3;
const LEASE_MS = 2 * MINUTE_MS;
/** The alarm that tells of a silent node may be late by this. */
const MAX_SILENCE_MS = 10 * MINUTE_MS;
const SETTLED = new Set(["done", "refused", "expired"]);

export function nodesPart(simulation: Simulation, edge: EdgeCrawlServices): Part {
  const { world, objects, env, clock } = simulation;
  const { chance } = world;
  const fleet = nodeFleet(env.NODE_FLEET);
  const pool = resourcePool(env, "proxy");
  const ledger = keywordLedger(env, PLATFORM, 0);
  const fleetHost = () => objects.host("NodeFleet", "fleet");
  const poolHost = () => objects.host("ResourcePool", "proxy");
  objects.watch(poolWatch(world));
  const running = new Map<Life, string>();
  const person = (name: string, work: () => Promise<unknown>) => simulation.invoke(`a person: ${name}`, work);

  const newResource = (): NewResource => {
    const number = chance.below(RESOURCES);
    return {
      id: chance.uuid(),
      name: `proxy ${number}`,
      platforms: [],
      spec: { protocol: "http", host: `proxy-${number}.test`, port: 8080 },
      sealed: null,
      hint: null,
      fingerprint: `proxy-${number}`,
      daily_budget: chance.pick([0, 100]) ?? 0,
      enabled: true,
      expires_at: null,
      note: "",
    };
  };

  /** The program of a node, until it has run for long enough. */
  async function program(id: string, untilMs: number): Promise<void> {
    const session = chance.uuid();
    let activity: Heartbeat["activity"] = "running";
    let done: Heartbeat["done"] = [];
    let busy = 0;
    let isStopped = false;
    const obey = ({ id: command, kind }: NodeCommand) => {
      const ok = chance.happens(0.9);
      done.push({ id: command, ok, message: ok ? "" : "not now" });
      if (!ok) return;
      if (kind === "pause") activity = "paused";
      if (kind === "resume") activity = "running";
      if (kind === "drain") activity = "draining";
      if (kind === "stop") {
        activity = "stopping";
        isStopped = true;
      }
    };
    while (!isStopped && world.now < untilMs) {
      const sent = done;
      done = [];
      try {
        const answer = await fleet.heartbeat(id, beatOf(session, activity, sent));
        if (!answer.ok) return;
        for (const command of answer.value.commands)
          if (!sent.some((one) => one.id === command.id)) obey(command);
        if (activity === "running" && busy === 0) {
          busy++;
          void work(id).finally(() => busy--);
        }
        await clock.sleep(answer.value.interval_ms);
      } catch {
        done.push(...sent);
        await clock.sleep(15_000);
      }
    }
  }

  async function work(id: string): Promise<void> {
    try {
      const lease = await pool.lease(id, PLATFORM, LEASE_MS);
      const held: Held[] = lease.granted ? [{ id: lease.granted.id, fence: lease.granted.fence }] : [];
      const { states } = await ledger.stats();
      const room = { platform: PLATFORM, room: states.pending + states.partial, full: false, labels: [] };
      const placed = await fleet.place(id, [], 1, [room] as PlatformRoom[]);
      if (!placed.ok || placed.value.grants.length === 0) {
        await pool.release(id, held);
        return;
      }
      const [claim] = await ledger.claim(`${NODE_HOLDER}${id}`, 1);
      if (claim) {
        const services: EdgeCrawlServices = {
          ...edge,
          source: `${NODE_HOLDER}${id}`,
          gate: (platform) => simulation.gate(platform, `${NODE_HOLDER}${id}:${claim.fence}`),
        };
        await crawlKeyword(services, 0, claim, () => null);
        const outcome: Outcome = chance.happens(0.8) ? "ok" : "blocked";
        await pool.report(
          id,
          held.map((one) => ({ ...one, outcome, requests: 1 })),
        );
      }
      await pool.release(id, held);
    } catch (error) {
      world.note(() => `node ${id}: ${String(error)}`);
    }
  }

  const startNode = () => {
    for (const life of running.keys()) if (life.isDead || !world.lives.has(life)) running.delete(life);
    if (running.size >= MAX_NODES) return;
    const name = `node-${chance.below(MAX_NODES)}`;
    if ([...running.values()].includes(name)) return;
    const life = world.begin(`program of ${name}`);
    running.set(life, name);
    const untilMs = world.now + chance.between(5, 60) * MINUTE_MS;
    world
      .within(life, async () => {
        const known = (await fleet.list({}, 10)).find((node) => node.name === name);
        const made = known ? null : await fleet.create({ name, labels: [], note: "" }, "person");
        const id = known?.id ?? (made?.ok ? made.value.id : null);
        if (id) await program(id, untilMs);
      })
      .catch((error) => world.note(() => `${name} ended: ${String(error)}`))
      .finally(() => world.end(life));
  };

  const someNode = () =>
    hasTables(fleetHost())
      ? chance.pick(fleetHost().data.rows<{ id: string }>("SELECT id FROM nodes"))?.id
      : undefined;

  /** States of commands: a settled one stays as it is. */
  const commands = new Map<string, string>();

  const addProxy = () => {
    const made = newResource();
    person("add a proxy", () => pool.create([made]));
  };

  return {
    name: "nodes",
    start() {
      addProxy();
      startNode();
    },
    acts: [
      { name: "start a node", weight: 2, run: startNode },
      {
        name: "a command",
        weight: 2,
        run() {
          const id = someNode();
          const kind = chance.pick(["pause", "resume", "drain", "stop"] as const) ?? "pause";
          if (id) person(`${kind} a node`, () => fleet.command(id, { kind }, "person"));
        },
      },
      {
        name: "add a proxy",
        weight: 1,
        run: addProxy,
      },
      {
        name: "change a proxy",
        weight: 1,
        run() {
          const ids = hasTables(poolHost())
            ? poolHost().data.rows<{ id: string }>("SELECT id FROM resources ORDER BY seq DESC LIMIT 8")
            : [];
          const id = chance.pick(ids)?.id;
          const what = chance.below(5);
          if (!id) return;
          person(`change proxy ${id}`, () => {
            if (what === 0) return pool.delete(id);
            if (what === 1) return pool.restore(id);
            if (what === 2) return pool.unquarantine(id);
            return pool.update(id, { enabled: what === 3 });
          });
        },
      },
    ],
    check(at) {
      if (at.kind !== "NodeFleet" || !hasTables(at)) return;
      for (const { id, state } of at.data.rows<{ id: string; state: string }>(
        "SELECT id, state FROM commands",
      )) {
        const before = commands.get(id);
        if (before !== undefined && SETTLED.has(before) && before !== state)
          world.fail("a command is settled once", `${id}: ${before}, then ${state}`);
        commands.set(id, state);
      }
      if (at.busy > 0 || at.data.alarmAt !== null) return;
      const heard = at.data.rows("SELECT 1 FROM nodes WHERE silent = 0 AND last_seen IS NOT NULL LIMIT 1");
      if (heard.length > 0) world.fail("a timer has an alarm", `${at.title}: a node may fall silent`);
    },
    unfinished() {
      if (!hasTables(fleetHost())) return null;
      const [silent] = fleetHost().data.rows<{ name: string }>(
        "SELECT name FROM nodes WHERE silent = 0 AND last_seen < ? AND deleted_at IS NULL",
        world.now - MAX_SILENCE_MS,
      );
      return silent ? `${silent.name} is silent and counts as online` : null;
    },
    settled() {
      if (commands.size > 2000) commands.clear();
    },
  };
}

const beatOf = (session: string, activity: Heartbeat["activity"], done: Heartbeat["done"]): Heartbeat =>
  heartbeatOf({ sent_at: 0, session, platforms: [PLATFORM], slots: 1, activity, done });
