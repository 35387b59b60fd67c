/**
 * Browsers that watch tasks and bulk actions: the dashboard's own connection over sockets that are cut, to a feed that
 * sleeps. What each shows is compared with the ledgers' rows.
 */
import { liveFeed } from "../../../durable-objects/live-feed/client.ts";
import { readTopics } from "../../../durable-objects/live-feed/read-topics.ts";
import { LiveConnection } from "../../../pages/src/live/connection.ts";
import type { LiveGroup } from "../../../shared/contracts/live.ts";
import { queueOfTask } from "../../../shared/domain/task-id.ts";
import { MINUTE_MS, SECOND_MS } from "../../../shared/time.ts";
import { rowOf } from "../checks/bulk-rows.ts";
import type { ObjectHost } from "../platform/objects.ts";
import { ClientSocket, type ServerSocket } from "../platform/sockets.ts";
import type { Part, Simulation } from "../simulation.ts";
import { hasTables } from "./keywords.ts";

const MAX_BROWSERS = 2;
const MAX_TOPICS = 4;
/** A feed reads every four seconds, and a browser comes back within half a minute of noticing a dead line. */
const MAX_LAG_MS = 2 * MINUTE_MS;

interface Browser {
  name: string;
  group: LiveGroup;
  /** What it shows of each topic. */
  shown: Map<string, { json: string; news: number }>;
  socket: ClientSocket | null;
  end(): void;
}

export function livePart(simulation: Simulation): Part {
  const { world, objects, env } = simulation;
  const { chance } = world;
  const browsers = new Set<Browser>();
  /** Since when a browser shows something else than the ledger has, by browser and topic. */
  const behind = new Map<string, { truth: string; since: number }>();
  let count = 0;

  /** What a browser needs to show; null when the record is not there. */
  function truthOf(topic: string): object | null {
    const id = topic.slice(topic.indexOf(":") + 1);
    if (topic.startsWith("bulk:")) {
      const host = objects.host("BulkAction", id);
      const row = hasTables(host) ? rowOf(host) : undefined;
      return row ? { state: row.state, total: row.total, left: row.total - row.acted } : null;
    }
    const host = objects.host("TaskLedger", queueOfTask(id) ?? "default");
    if (!hasTables(host)) return null;
    return host.data.rows("SELECT state, attempts FROM work WHERE id = ?", id)[0] ?? null;
  }
  const shownAs = (data: unknown, truth: object | null): object | null =>
    data === null || truth === null
      ? (data as null)
      : Object.fromEntries(Object.keys(truth).map((name) => [name, (data as Record<string, unknown>)[name]]));

  function topicsOf(group: LiveGroup): string[] {
    const ids =
      group === "bulk"
        ? objects.ofKind("BulkAction").map(({ name }) => name)
        : objects
            .ofKind("TaskLedger")
            .filter(hasTables)
            .flatMap(({ data }) =>
              data.rows<{ id: string }>(
                "SELECT id FROM tasks ORDER BY ended_at IS NOT NULL, id DESC LIMIT 6",
              ),
            )
            .map(({ id }) => id);
    const kind = group === "bulk" ? "bulk" : "task";
    return ids.slice(-MAX_TOPICS).map((id) => `${kind}:${id}`);
  }

  function open(staysMs = chance.between(20, 240) * SECOND_MS): void {
    if (browsers.size >= MAX_BROWSERS) return;
    const group = chance.pick(["tasks", "tasks", "bulk"] as const) ?? "tasks";
    const topics = topicsOf(group);
    if (topics.length === 0) return;
    const name = `browser ${++count}`;
    const life = world.begin(name);
    // A browser is not the platform's machine: it is closed by its person only.
    world.end(life);
    const feed = liveFeed(env, group);
    const user = `user-${chance.below(2)}`;
    const browser: Browser = { name, group, shown: new Map(), socket: null, end: () => {} };

    const upgrade = async (client: ClientSocket, ticket: string) => {
      const made: { server: ServerSocket | null } = { server: null };
      try {
        await world.call(`LiveFeed ${group}: upgrade`, async () => {
          const request = new Request(`https://feed/api/v1/live/${group}?ticket=${ticket}`, {
            headers: { upgrade: "websocket" },
          });
          // Node drops the header, which belongs to the connection.
          request.headers.get = (header) => (header === "upgrade" ? "websocket" : null);
          const answer = await objects.host("LiveFeed", group).run("fetch", [request]);
          made.server = (answer as { webSocket: ServerSocket | null }).webSocket;
        });
        if (made.server) client.opened(made.server);
        else client.ended();
      } catch (error) {
        world.note(() => `${name}: ${String(error)}`);
        made.server?.cut(chance.between(1, 60) * SECOND_MS);
        client.ended();
      }
    };

    world.within(life, () => {
      const connection = new LiveConnection(group, {
        async openSocket(_, wanted) {
          const ticket = { socket: chance.uuid(), ticket: chance.uuid() };
          await feed.expect({ ...ticket, userId: user, masked: chance.happens(0.5), topics: wanted });
          return ticket;
        },
        async renewSocket(_, socket, wanted) {
          if (!(await feed.renew(socket, user, false, wanted))) throw new Error("no such socket");
        },
        connect: (_, ticket) => {
          const client = new ClientSocket(world);
          browser.socket = client;
          void upgrade(client, ticket);
          return client;
        },
        isHidden: () => false,
        random: chance.next,
      });
      const ends = topics.map((topic) => {
        const shown = { json: "", news: 0 };
        browser.shown.set(topic, shown);
        return connection.watch(topic, {
          onNews({ data }) {
            shown.news++;
            shown.json = JSON.stringify(data);
          },
          async onGap() {
            const news = shown.news;
            // The API reads the same ledgers.
            const answer = (await readTopics(env, group, [topic])).get(topic);
            if (answer !== undefined && shown.news === news) shown.json = JSON.stringify(answer);
          },
        });
      });
      browser.end = () => {
        for (const end of ends) end();
        connection.close();
        world.kill(life);
        browsers.delete(browser);
      };
      setTimeout(() => browser.end(), staysMs);
    });
    browsers.add(browser);
  }

  /** @returns what some browser shows that is not so; one that is new or comes back is not looked at for a while */
  function outdated(): string | null {
    let found: string | null = null;
    for (const browser of browsers)
      for (const [topic, { json }] of browser.shown) {
        const truth = truthOf(topic);
        const text = JSON.stringify(truth);
        const key = `${browser.name} ${topic}`;
        if (json !== "" && JSON.stringify(shownAs(JSON.parse(json), truth)) === text) {
          behind.delete(key);
          continue;
        }
        found = `${key} shows ${json}, it is ${text}`;
        const known = behind.get(key);
        if (known?.truth !== text) behind.set(key, { truth: text, since: world.now });
        else if (world.now - known.since > MAX_LAG_MS)
          world.fail("the last state reaches every browser", found);
      }
    return found;
  }

  return {
    name: "live",
    acts: [
      { name: "a browser watches", weight: 2, run: () => open() },
      { name: "a browser is closed", weight: 1, run: () => chance.pick([...browsers])?.end() },
      {
        name: "a connection is cut",
        weight: 2,
        run: () =>
          chance.pick([...browsers])?.socket?.cut(chance.happens(0.5), chance.between(1, 120) * SECOND_MS),
      },
    ],
    check(at: ObjectHost) {
      if (at.kind !== "LiveFeed" || at.busy > 0 || at.data.alarmAt !== null) return;
      const watching = at.sockets.filter(({ readyState }) => readyState === WebSocket.OPEN);
      if (watching.length > 0) world.fail("a timer has an alarm", `${at.title}: ${watching.length} sockets`);
    },
    tidy() {
      behind.clear();
      open(2 * MAX_LAG_MS);
    },
    unfinished() {
      const found = outdated();
      if (world.violation) throw world.violation;
      return found;
    },
    settled() {
      behind.clear();
      for (const browser of [...browsers]) browser.end();
    },
  };
}
