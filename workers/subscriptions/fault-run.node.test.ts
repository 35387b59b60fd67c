/**
 * Each match is told once (X23), while whoever runs dies between any two of its calls to D1, the receiver and the mail
 * server, and while two run at once. A receiver knows a delivery by its webhook-id, a mailbox a mail by its Message-ID.
 */
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test, vi } from "vitest";
import { seededRandom } from "../../local/job-boards/corpus/generate.ts";
import type { JobEventKind } from "../../shared/contracts/job-life.ts";
import { kindOfEvent, type Match, type MatchKind } from "../../shared/contracts/subscription.ts";
import { createLogger } from "../../shared/log.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import { FREE_LOCK } from "../../tests/support/clickhouse/make-facts.ts";
import { sqliteD1 } from "../../tests/support/sqlite-d1.ts";
import type { EventPosition } from "../db/subscription-schema.ts";
import type { Mail } from "../notify/mail.ts";
import { createWebhooks } from "../webhooks/create-webhooks.ts";
import { createDeliveryStore } from "../webhooks/delivery-store.ts";
import { createEndpointStore } from "../webhooks/endpoint-store.ts";
import { createSubscriptions } from "./create-subscriptions.ts";
import { mayHaveDelivery } from "./may-have.ts";
import type { MatchReader } from "./read-matches.ts";
import { createSubscriptionStore, personOf } from "./subscription-store.ts";

const START = Date.UTC(2026, 10, 23, 0);
const OWNER = "00000000-0000-4000-8000-00000000000a";
const SEARCH = "00000000-0000-4000-8000-00000000000b";
const EVENTS: readonly JobEventKind[] = ["seen_first", "salary_changed", "closed"];

interface Recorded {
  recorded: number;
  match: Match;
}
const positionOf = ({ recorded, match }: Recorded): EventPosition => [
  recorded,
  match.platform,
  match.job_key,
  match.at,
  match.event,
];
const isAfter = (one: EventPosition, other: EventPosition): boolean => {
  for (const [index, value] of one.entries()) {
    const against = other[index] as string | number;
    if (value !== against) return value > against;
  }
  return false;
};

function rig(seed: number) {
  const random = seededRandom(seed);
  // Ids order what is otherwise equal: the same seed gives the same history.
  let ids = 0;
  vi.spyOn(crypto, "randomUUID").mockImplementation(
    () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
  );
  let now = START;
  const clock = { now: () => now };
  let isCalm = false;
  let isDead = false;
  const mayDie = () => {
    if (!isDead && !isCalm && random() < 0.015) isDead = true;
    if (isDead) throw new Error("the isolate died");
  };

  const sqlite = new DatabaseSync(":memory:");
  const db = sqliteD1(sqlite);
  sqlite.exec(`
    insert into users (id, name, email, username, created_at, updated_at) values ('${OWNER}', 'Lin', 'lin@example.com', 'lin', 0, 0);
    insert into saved_searches (id, owner_id, kind, name, query, shared, created_at, updated_at)
      values ('${SEARCH}', '${OWNER}', 'jobs', 'Java', 'text=java', 0, 0, 0);`);
  // Every statement and every end of a batch is a place to die at: before it and after it.
  const { prepare, exec } = DatabaseSync.prototype;
  sqlite.prepare = (sql: string) => {
    const statement = prepare.call(sqlite, sql);
    const mortal =
      <Args extends unknown[], T>(call: (...args: Args) => T) =>
      (...args: Args): T => {
        mayDie();
        const result = call(...args);
        mayDie();
        return result;
      };
    return {
      run: mortal(statement.run.bind(statement)),
      all: mortal(statement.all.bind(statement)),
      get: mortal(statement.get.bind(statement)),
      setReturnArrays: statement.setReturnArrays.bind(statement),
    } as never;
  };
  sqlite.exec = (sql: string) => {
    if (sql === "begin") mayDie();
    exec.call(sqlite, sql);
    if (sql === "commit" && !isCalm && random() < 0.015) isDead = true;
  };

  const events: Recorded[] = [];
  let mark: number | null = START;
  /** A pass records events under its version; one that dies is repeated under a later version with the rest. */
  let made = 0;
  const pass = () => {
    const count = Math.floor(random() * 60);
    const dies = !isCalm && random() < 0.2;
    for (let n = 0; n < count; n++) {
      const event = EVENTS[Math.floor(random() * EVENTS.length)] as JobEventKind;
      const key = `key${made++}`;
      const match: Match = {
        ...{ id: `qcwy:${key}:${event}:${now}`, kind: kindOfEvent(event), event, at: now, since: null },
        ...{ before: null, after: null, platform: "qcwy", job_key: key, title: "Java", company_name: null },
        ...{ city: null, salary_text: null, experience_text: null, degree_text: null, url: null },
      };
      events.push({ recorded: now, match });
    }
    if (!dies) mark = now;
  };

  const reader: MatchReader = {
    async read({ events: wanted, after, position, through }, limit) {
      mayDie();
      const found = events
        .filter(
          (one) =>
            one.recorded > after &&
            one.recorded <= through &&
            wanted.includes(one.match.event) &&
            (position === null || isAfter(positionOf(one), position)),
        )
        .sort((one, other) => (isAfter(positionOf(one), positionOf(other)) ? 1 : -1))
        .slice(0, limit);
      const last = found.at(-1);
      return {
        matches: found.map(({ match }) => match),
        position: found.length < limit || !last ? null : positionOf(last),
      };
    },
    count: async () => {
      throw new Error("no digest of this run is full");
    },
  };

  /** What the receiver was sent, by webhook-id. */
  const received = new Map<string, string>();
  /** Mails that the server took, by Message-ID. */
  const mails = new Map<string, Mail>();
  let doubled = 0;
  const keep = <T>(where: Map<string, T>, id: string, what: T, same: (one: T, other: T) => boolean) => {
    const before = where.get(id);
    if (before !== undefined) doubled += 1;
    if (before !== undefined && !same(before, what)) throw new Error(`${id} was sent twice and differs`);
    where.set(id, what);
  };

  const endpoints = createEndpointStore(db);
  const store = createSubscriptionStore(db);
  const person = personOf(db);
  const rightsOf = async () => ({
    ...{ superuser: true, permissions: new Set<string>(), seesRecruiters: true, mustChangePassword: false },
  });
  const logger = createLogger({}, { write: () => {} });
  const webhooks = createWebhooks({
    ...{ endpoints, clock, logger, random, personOf: person },
    deliveries: createDeliveryStore(db),
    vault: { currentKeyId: "test", seal: async (_, __, text) => text, open: async (_, __, text) => text },
    sender: {
      async send(_endpoint, { id, body }) {
        mayDie();
        const failed = !isCalm && random() < 0.2;
        // An answer that was lost after the receiver took the message looks like a failure.
        if (!failed || random() < 0.5) keep(received, id, body, (one, other) => one === other);
        mayDie();
        const error = failed ? "the endpoint answered 503" : null;
        return {
          ...{ status: failed ? 503 : 200, tookMs: 1, error, gone: false, retryAfterMs: null },
          ...{ requestHeaders: null, answerHeaders: null, answerBody: null },
        };
      },
    },
    mayHave: mayHaveDelivery(store, rightsOf),
    sendWake: async () => mayDie(),
    sendMail: null,
    audit: async () => {},
    publicUrl: "https://jobs.example.com",
  });
  const subscriptions = createSubscriptions({
    ...{ store, reader, webhooks, clock, logger, personOf: person, rightsOf },
    mark: async () => mark,
    endpointOf: endpoints.find,
    async sendMail(mail) {
      mayDie();
      if (!isCalm && random() < 0.15) throw new Error("421 try later");
      keep(mails, mail.headers?.["Message-ID"] ?? "", mail, (one, other) => one.text === other.text);
      mayDie();
    },
    lock: FREE_LOCK,
    publicUrl: "https://jobs.example.com",
    mailDomain: "example.com",
  });

  return {
    ...{ events, received, mails, store, subscriptions, webhooks, random, sqlite },
    doubled: () => doubled,
    pass,
    pauseDeath() {
      isCalm = true;
      isDead = false;
    },
    /** A new life begins, at times two at once. */
    async live(minutes: number) {
      now += minutes * MINUTE_MS;
      isDead = false;
      const lives = random() < 0.3 ? 2 : 1;
      const work = async () => {
        await subscriptions.run("test").catch(() => {});
        await webhooks.run(MINUTE_MS).catch(() => {});
      };
      await Promise.all(Array.from({ length: lives }, work));
    },
    begin() {
      isCalm = false;
    },
  };
}

afterEach(() => vi.restoreAllMocks());

const told = (matches: readonly { id: string }[]) => matches.map(({ id }) => id).sort();

test.each([1, 2, 3, 4, 5, 6])("every match is told once, whoever dies (seed %i)", async (seed) => {
  const run = rig(seed);
  run.pauseDeath();
  const { subscriptions, webhooks } = run;
  const { endpoint } = await webhooks.create(
    { description: "x", url: "https://a.example.com/", events: ["search.matched"], enabled: true },
    OWNER,
  );
  const make = async (channel: "mail" | "webhook" | "feed", kinds: MatchKind[]) => {
    const { subscription, token } = await subscriptions.create({
      ...{ ownerId: OWNER, searchId: SEARCH, channel, kinds, timeZone: "Asia/Shanghai", language: "en" },
      ...{ frequency: channel === "mail" ? "hourly" : null, hour: null, weekday: null },
      endpointId: channel === "webhook" ? endpoint.id : null,
    });
    return { id: subscription.id, token };
  };
  const hook = await make("webhook", ["new", "changed", "closed"]);
  const mailed = await make("mail", ["new", "closed"]);
  const feed = await make("feed", ["new"]);
  run.begin();
  for (let turn = 0; turn < 60; turn++) {
    if (run.random() < 0.5) run.pass();
    await run.live(10 + Math.floor(run.random() * 20));
  }
  // Faults have stopped: all that was recorded is told within some runs.
  run.pauseDeath();
  run.pass();
  for (let turn = 0; turn < 14; turn++) await run.live(700);

  const wanted = (kinds: MatchKind[]) => run.events.filter(({ match }) => kinds.includes(match.kind));
  const hooked = [...run.received.values()].flatMap(
    (body) => (JSON.parse(body) as { data: { matches: Match[] } }).data.matches,
  );
  expect(told(hooked)).toEqual(told(wanted(["new", "changed", "closed"]).map(({ match }) => match)));

  const keys = [...run.mails.values()].flatMap(({ text }) =>
    [...text.matchAll(/%3A(key\d+)/g)].map(([, key]) => key),
  );
  expect(keys.sort()).toEqual(
    wanted(["new", "closed"])
      .map(({ match }) => match.job_key)
      .sort(),
  );

  const shown = await run.store.newest(feed.id, 100_000);
  expect(told(shown)).toEqual(told(wanted(["new"]).map(({ match }) => match)));
  for (const { id } of [hook, mailed, feed])
    expect(await run.store.find(id)).toMatchObject({ onlyCounted: 0 });
  // The faults were real: some were sent twice, under the same id.
  expect(run.events.length).toBeGreaterThan(500);
  expect(run.doubled()).toBeGreaterThan(0);
});
