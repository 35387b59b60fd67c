/** Bulk actions are begun by ids and by filter, paced and aborted by people, and carried out by the real consumer. */
import { bulkAction } from "../../../durable-objects/bulk-action/client.ts";
import { ingestLedger } from "../../../durable-objects/ingest-ledger/client.ts";
import type { BulkRequest } from "../../../shared/contracts/bulk.ts";
import type { KeywordLedgerApi } from "../../../shared/contracts/keyword-ledger.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { BULK_ACTIONS, TASK_PRIORITIES } from "../../../shared/contracts/vocabulary.ts";
import { MINUTE_MS, SECOND_MS } from "../../../shared/time.ts";
import type { BulkNounRules } from "../../../workers/bulk/bulk-noun.ts";
import { createBulkStore } from "../../../workers/bulk/bulk-store.ts";
import type { BulkRuntime } from "../../../workers/bulk/consume-bulk.ts";
import { createBulkActions } from "../../../workers/bulk/create-bulk-actions.ts";
import type { PrincipalRecord } from "../../../workers/iam/permissions/principal-store.ts";
import { bulkNouns } from "../../../workers/services/bulk.ts";
import type { Tasks } from "../../../workers/tasks/tasks.ts";
import { BulkRows, rowOf } from "../checks/bulk-rows.ts";
import { overNetwork } from "../platform/over-network.ts";
import { type Part, QUIET, type Simulation } from "../simulation.ts";
import { NEVER } from "../world.ts";
import { hasTables } from "./keywords.ts";

const USER = "person";
const MAX_OPEN = 4;
/** Steps in whose middle the consumer is killed or stands still. */
const FATE_SHARE = 0.1;
const NOUNS = ["tasks", "tasks", "keywords", "dead-letters"] as const;
/** Keywords stay, since the crawl needs them. */
const KEYWORD_ACTIONS_USED = ["run", "pause", "resume", "retry", "set_priority"] as const;
const RIGHTS: PrincipalRecord = {
  ...{ userId: USER, username: USER, departmentId: null, superuser: true, permissions: new Set<string>() },
  ...{ reach: { kind: "all" }, seesRecruiters: true, mustChangePassword: false },
};

interface SimulatedBulk {
  part: Part;
  runtime: BulkRuntime;
}

export function bulkPart(
  simulation: Simulation,
  { tasks, ledgers }: { tasks: Tasks; ledgers: (platform: Platform) => KeywordLedgerApi[] },
): SimulatedBulk {
  const { world, objects, env, blobs: store, clock, db } = simulation;
  const { chance } = world;
  const rows = new BulkRows(world);
  objects.watch(rows.watch);
  const ingest = ingestLedger(env.INGEST_LEDGER);
  const nouns = bulkNouns({
    ...{ tasks, ledgers, store },
    ingest: ingest as never,
    jobMatches: { pairs: () => Promise.reject(new Error("no pairs")), decideMany: async () => [] } as never,
    companyLinks: { pairs: () => Promise.reject(new Error("no pairs")), decideMany: async () => [] } as never,
  });
  /** The middle of a step, when the ledger has acted and the action does not know yet, is a bad time to fail. */
  const fateful = (noun: BulkNounRules): BulkNounRules => ({
    ...noun,
    async act(...args) {
      const results = await noun.act(...args);
      const life = world.current;
      if (world.isCalm || !life || !chance.happens(FATE_SHARE)) return results;
      if (chance.happens(0.5)) {
        world.note(() => `${life.name} is killed`);
        world.kill(life);
        return NEVER;
      }
      life.frozenUntil = world.now + chance.between(20, 240) * SECOND_MS;
      world.note(() => `${life.name} does nothing for a while`);
      await clock.sleep(1);
      return results;
    },
  });
  const list = overNetwork(world, "bulk_actions", createBulkStore(db));
  const open = (id: string) => bulkAction(env, id);
  const actions = createBulkActions({ nouns, store: list, open, clock, newId: chance.uuid });
  /** Actions that have not ended. */
  const unended = () =>
    objects
      .ofKind("BulkAction")
      .filter((host) => !rows.ended.has(host.name) && hasTables(host) && rowOf(host));
  const person = (name: string, work: () => Promise<unknown>) => simulation.invoke(`a person: ${name}`, work);

  const idsOf = (noun: BulkRequest["noun"]): string[] => {
    const [kind, name, sql] =
      noun === "tasks"
        ? (["TaskLedger", "default", "SELECT id FROM tasks"] as const)
        : noun === "keywords"
          ? (["KeywordLedger", "zhilian:0", "SELECT id FROM keywords"] as const)
          : (["IngestLedger", "ingest", "SELECT batch_id AS id FROM batches WHERE state = 'dead'"] as const);
    const host = objects.host(kind, name);
    return hasTables(host) ? host.data.rows<{ id: string }>(sql).map(({ id }) => id) : [];
  };
  const filterOf = (noun: BulkRequest["noun"]): Record<string, unknown> => {
    if (noun === "tasks")
      return chance.happens(0.5)
        ? { queue: "default" }
        : { state: chance.pick(["failed", "cancelled", "waiting", "scheduled"]) };
    return { platform: "zhilian" };
  };
  const actionOf = (noun: BulkRequest["noun"]): string => {
    if (noun === "tasks") return chance.pick(BULK_ACTIONS.tasks) ?? "retry";
    return noun === "keywords" ? (chance.pick(KEYWORD_ACTIONS_USED) ?? "run") : "replay";
  };

  const begin = () => {
    if (unended().length >= MAX_OPEN) return;
    const noun = chance.pick(NOUNS) ?? "tasks";
    const action = actionOf(noun);
    const known = idsOf(noun);
    const from = chance.below(Math.max(1, known.length));
    const named = known.length > 0 && chance.happens(0.6) ? known.slice(from, from + 60) : null;
    // Somebody names what is not there.
    if (named && chance.happens(0.2)) named.push("task-that-is-not-there");
    const rate = chance.happens(0.5)
      ? { first: chance.between(1, 10), per_minute: chance.between(2, 10) }
      : null;
    const request: BulkRequest = {
      ...{ noun, action, reason: null, rate },
      priority: action === "set_priority" ? (chance.pick(TASK_PRIORITIES) ?? 5) : null,
      filter: named ? null : filterOf(noun),
    };
    // Many are aborted before they end.
    const abortAfterMs = chance.happens(0.4) ? chance.below(3 * MINUTE_MS) : null;
    person(`${action} ${named?.length ?? "selected"} ${noun}`, async () => {
      const { id } = await actions.start({
        ...{ request, ids: named, userId: USER, scopes: null, label: "person" },
        owner: { ownerId: USER, departmentId: null },
      });
      if (abortAfterMs === null) return;
      await clock.sleep(abortAfterMs);
      await abort(id);
    });
  };
  const abort = async (id: string) => {
    const record = await actions.find(id);
    if (record) await actions.abort(record, "person");
  };

  /** People who look at the list write the ends that were lost. */
  const look = () =>
    person("look at the bulk actions", async () => {
      const sight = { nouns: [...NOUNS], owned: [], reach: RIGHTS.reach };
      for (const record of await actions.list(sight, 50)) await actions.show(record);
    });

  return {
    runtime: {
      ...{ open, store: list, clock, logger: QUIET },
      nouns: { ...nouns, tasks: fateful(nouns.tasks), keywords: fateful(nouns.keywords) },
      // Now and then an account is closed for a while.
      rightsOf: async () => (!world.isCalm && chance.happens(0.02) ? null : RIGHTS),
    },
    part: {
      name: "bulk",
      acts: [
        { name: "begin a bulk action", weight: 8, run: begin },
        {
          name: "abort a bulk action",
          weight: 2,
          run: () => {
            const id = chance.pick(unended())?.name;
            if (!id) return;
            person(`abort bulk action ${id}`, () => abort(id));
          },
        },
        { name: "look at the bulk actions", weight: 1, run: look },
      ],
      check(at) {
        if (at.kind === "BulkAction" && hasTables(at)) rows.check(at);
      },
      recount() {
        for (const host of unended()) rows.recount(host);
      },
      tidy: look,
      unfinished() {
        const [host] = unended();
        return host ? `bulk action ${host.name} has not ended` : null;
      },
    },
  };
}
