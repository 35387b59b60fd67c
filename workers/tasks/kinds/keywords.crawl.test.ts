/** A crawl as a task, over the real ledgers of keywords and tasks. */
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { createLogger } from "../../../shared/log.ts";
import { page, Rig } from "../../../tests/edge/keyword-ledger/rig.ts";
import { CREATOR, newTask, TaskRig } from "../../../tests/edge/task-ledger/rig.ts";
import { r2Store } from "../../storage/r2-store.ts";
import { consumeTasks } from "../consume-tasks.ts";
import { taskKindsByName } from "../registry.ts";
import type { TaskServices } from "../task-services.ts";

let tasks: TaskRig;
let keywords: Rig;
beforeEach(async () => {
  tasks = await TaskRig.start();
  keywords = await Rig.start();
});

const consume = () =>
  consumeTasks(
    {
      ledger: () => tasks.api,
      kinds: taskKindsByName,
      services: {
        clock: { now: () => tasks.now, sleep: async () => {} },
        logger: createLogger({}, { write: () => {} }),
        redact: (text: string) => text,
        store: r2Store(env.SPOOL),
        ledgers: () => [keywords.api],
      } as unknown as TaskServices,
    },
    { kind: "tasks", queue: "default", cause: "test" },
    60_000,
  );

/** The task looks again after a minute at the latest. */
async function look(): Promise<void> {
  tasks.now += 61_000;
  await tasks.alarm();
  await consume();
}

const crawl = (input: object, over: Partial<typeof CREATOR> = {}) =>
  tasks.api.create(
    [newTask({ kind: "keywords.crawl", input: JSON.stringify({ platform: "qcwy", ...input }) })],
    {
      ...CREATOR,
      ...over,
    },
  );

async function makeKeywords(...names: string[]): Promise<void> {
  await keywords.api.create(
    names.map(
      (keyword) => ({ platform: "qcwy", keyword, city: "北京", channel: "web", priority: 5 }) as const,
    ),
    "user:1",
    { ownerId: "lin", departmentId: null },
  );
}

test("makes the keywords of its filter due, gives its place back, and ends with their runs", async () => {
  await makeKeywords("Java 1", "Java 2", "猫");
  const [made] = await crawl({ search: "java" });
  if (!made?.ok) throw new Error("no task");
  const { id } = made.value;
  const task = async () => (await tasks.api.get(id))?.task;
  await consume();
  expect(await task()).toMatchObject({ state: "scheduled", attempts: 0, progress: { done: 0, total: 2 } });
  const ends: string[] = [];
  while (ends.length < 3) {
    const [claim] = await keywords.api.claim("lane", 1);
    if (!claim) throw new Error("no keyword is due");
    ends.push(claim.keyword_id);
    if (claim.keyword === "Java 2") {
      const park = { kind: "park", state: "blocked", outcome: "blocked", error: "code 37" } as const;
      await keywords.api.settle(claim.keyword_id, claim.fence, park);
    } else {
      await keywords.api.saveProgress(claim.keyword_id, claim.fence, [page(1, { last: true })]);
      await keywords.api.settle(claim.keyword_id, claim.fence, { kind: "done", outcome: "ok" });
    }
    await look();
  }
  expect(await task()).toMatchObject({
    state: "done",
    attempts: 1,
    result: { keywords: 2, done: 1, failed: 1 },
    progress: { done: 2, total: 2 },
  });
});

test("keywords that cannot be crawled now do not count to its number", async () => {
  await makeKeywords("Java 1");
  await makeKeywords("Java 2");
  await makeKeywords("Java 3");
  const [newest] = await keywords.api.list({}, 1);
  await keywords.api.act(newest?.id ?? "", "pause", "user:1");
  const [made] = await crawl({ max: 2 });
  await consume();
  const id = made?.ok ? made.value.id : "";
  expect((await tasks.api.get(id))?.task.progress).toMatchObject({ total: 2 });
});

test("touches no keyword beyond its creator's reach, and says when there is none", async () => {
  await makeKeywords("Java 1");
  const [made] = await crawl(
    {},
    { caller: { reach: { kind: "own", userId: "wang" }, sees_recruiters: false } },
  );
  await consume();
  const id = made?.ok ? made.value.id : "";
  expect((await tasks.api.get(id))?.task).toMatchObject({ state: "failed", error: { class: "not-found" } });
});
