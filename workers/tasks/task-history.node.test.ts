/** The history in the real engine: what the ledger exports is found by each question, once, as a full scan finds it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrate, readMigrations } from "../../migrations/clickhouse/runner.ts";
import { splitStatements } from "../../migrations/clickhouse/sql-tokens.ts";
import { inReach, type RecordReach } from "../../shared/contracts/access.ts";
import type { EndedTask } from "../../shared/contracts/task-ledger.ts";
import { TASK_QUEUES } from "../../shared/contracts/vocabulary.ts";
import { makeTaskId } from "../../shared/domain/task-id.ts";
import { taskRunLine } from "../../shared/tables/task-runs.ts";
import { DAY_MS } from "../../shared/time.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { exampleTask } from "../api/tasks/examples.ts";
import { askSoon } from "../clickhouse/ask.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { createTaskHistory } from "./task-history.ts";
import type { HistoryFilter } from "./tasks.ts";

let ch: ScratchClickHouse;
const TASKS = 3000;
/** The tasks lie over three months, and thus in several partitions. */
const STEP_MS = (80 * DAY_MS) / TASKS;
const START = Date.now() - 80 * DAY_MS;
const ALL = { kind: "all" } as const;
const history = () => createTaskHistory(askSoon(clickHouseClient(ch.config)));

const ERRORS = [
  "Connection RESET by 100% of peers",
  "no answer",
  "连接超时：对方没有响应",
  "时超 stands the other way round",
  "Äußerer Fehler in STRASSE 7",
  "answer 42 of no",
  "a\\b_c 😀",
];

const ended = (n: number): EndedTask => {
  const queue = TASK_QUEUES[n % TASK_QUEUES.length] ?? "default";
  const message = ERRORS[(n / 10) % ERRORS.length];
  const at = Math.round(START + n * STEP_MS);
  return {
    task: {
      ...exampleTask,
      id: makeTaskId(queue, at, () => (n % 97) / 97),
      queue,
      kind: n % 1000 === 7 ? "rare.kind" : `kind.n${n % 7}`,
      key: n % 3 === 0 ? null : `key:${n % 2000}`,
      batch: n % 4 === 0 ? makeTaskId("default", START, () => (n % 5) / 5) : null,
      state: message ? "failed" : n % 11 === 0 ? "cancelled" : "done",
      error: message ? { code: "x", class: "network", message } : null,
      created_at: at,
      started_at: at,
      ended_at: at + 5,
    },
    owner: { ownerId: n % 2 === 0 ? "lin" : "wang", departmentId: n % 3 === 0 ? "north" : null },
    ended_seq: n + 1,
  };
};
const tasks = Array.from({ length: TASKS }, (_, n) => ended(n));
// Some were brought back and ended again.
tasks.push(...tasks.slice(500, 520).map((task, n) => ({ ...task, ended_seq: TASKS + n + 1 })));

const placeOf = ({ id, ended_seq }: { id: string; ended_seq: number }) => `${id} ${ended_seq}`;

/** @returns places of the tasks that a look at each of them finds, newest first */
function scan({ reach, error, ...equal }: HistoryFilter): string[] {
  const fits = ({ task, owner }: EndedTask) =>
    inReach(reach, owner) &&
    (error === undefined || (task.error?.message ?? "").toLowerCase().includes(error.toLowerCase())) &&
    Object.entries(equal).every(
      ([name, value]) => (task as unknown as Record<string, unknown>)[name] === value,
    );
  return tasks
    .filter(fits)
    .sort((a, b) => (a.task.id < b.task.id ? 1 : a.task.id > b.task.id ? -1 : b.ended_seq - a.ended_seq))
    .map(({ task, ended_seq }) => placeOf({ id: task.id, ended_seq }));
}

/** @returns places of each page that has rows */
async function pages(filter: HistoryFilter, limit: number): Promise<string[][]> {
  const found: string[][] = [];
  for (let before: { id: string; ended_seq: number } | undefined; ; ) {
    const page = await history().search(filter, limit, before);
    if (page.length === 0) return found;
    found.push(page.map(placeOf));
    before = page.at(-1);
  }
}

const insert = (database: string, lines: string[], token: string) =>
  insertLines(clickHouseClient({ ...ch.config, CLICKHOUSE_DATABASE: database }), "task_runs", lines, token);

beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  const lines = tasks.map(taskRunLine);
  await ch.ask("SYSTEM STOP MERGES task_runs");
  // An export that was interrupted is repeated with the same token.
  for (let times = 0; times < 2; times++)
    await insert(ch.database, lines, `task_runs data_sync 1-${lines.length}`);
  // And some whose rows were stored with another cut: these are there up to three times until a merge.
  await insert(ch.database, lines.slice(-300), "task_runs data_sync x");
  await insert(ch.database, lines.slice(-100), "task_runs data_sync y");
});
afterAll(() => ch.remove());

test("each end is stored and found once, newest first, page by page", async () => {
  expect(Number(await ch.ask("SELECT count() FROM task_runs"))).toBe(tasks.length + 400);
  expect(Number(await ch.ask("SELECT count() FROM task_runs FINAL"))).toBe(tasks.length);
  const found = await pages({ reach: ALL }, 500);
  expect(found.flat()).toEqual(scan({ reach: ALL }));
  // Rows that came twice make no page shorter, because a short page is taken for the last one.
  expect(found.map((page) => page.length)).toEqual([500, 500, 500, 500, 500, 500, 20]);
});

describe("finds what a look at each task finds", () => {
  const questions: Record<string, Omit<HistoryFilter, "reach">> = {
    id: { id: tasks[3]?.task.id ?? "" },
    "id of one that ended twice": { id: tasks[510]?.task.id ?? "" },
    key: { key: "key:77" },
    "key nobody had": { key: "key:x" },
    kind: { kind: "kind.n3" },
    "rare kind": { kind: "rare.kind" },
    queue: { queue: "image_processing" },
    batch: { batch: tasks[4]?.task.batch ?? "" },
    state: { state: "cancelled" },
    "queue, state and kind": { queue: "default", state: "failed", kind: "kind.n3" },
    "state and kind that never met": { state: "cancelled", kind: "rare.kind" },
    error: { error: "connection reset" },
    "error, queue and state": { error: "no answer", queue: "default", state: "failed" },
    "error of a state that has none": { error: "no answer", state: "done" },
    "phrase, not its words apart": { error: "answer 42" },
    "bigrams that stand apart": { error: "answer of no" },
    "two characters": { error: "超时" },
    "one character": { error: "响" },
    "one letter in either case": { error: "Ä" },
    "one character outside the basic plane": { error: "😀" },
    "one frequent letter": { error: "n" },
    "letters outside ASCII": { error: "äUßERER" },
    "signs of patterns": { error: "100% of" },
    "a sign of a pattern that stands for others": { error: "n%answer" },
    "a backslash": { error: "\\b_" },
    "a statement": { error: "' OR 1=1 --" },
  };
  test.each(Object.entries(questions))("by %s", async (_, filter) => {
    const expected = scan({ ...filter, reach: ALL });
    expect((await history().search({ ...filter, reach: ALL }, 5000)).map(placeOf)).toEqual(expected);
    if (expected.length > 9)
      expect((await pages({ ...filter, reach: ALL }, Math.ceil(expected.length / 3))).flat()).toEqual(
        expected,
      );
  });

  test("and the questions find something", () => {
    const empty = Object.entries(questions).filter(
      ([, filter]) => scan({ ...filter, reach: ALL }).length === 0,
    );
    expect(empty.map(([name]) => name)).toEqual([
      "key nobody had",
      "state and kind that never met",
      "error of a state that has none",
      "bigrams that stand apart",
      "a sign of a pattern that stands for others",
      "a statement",
    ]);
  });

  test.each<RecordReach>([
    { kind: "own", userId: "wang" },
    { kind: "departments", departments: ["north"], userId: "nobody" },
    { kind: "departments", departments: ["north", "south"], userId: "wang" },
    { kind: "departments", departments: [], userId: "nobody" },
  ])("within the reach %j", async (reach) => {
    for (const filter of [{}, { error: "超时" }])
      expect((await history().search({ ...filter, reach }, 5000)).map(placeOf)).toEqual(
        scan({ ...filter, reach }),
      );
  });

  test("and does not tell the owner", async () => {
    const [row] = await history().search({ reach: ALL }, 1);
    expect(row).toMatchObject({
      queue: tasks.at(TASKS - 1)?.task.queue,
      input: JSON.stringify(exampleTask.input),
    });
    expect(row).not.toHaveProperty("owner_id");
  });
});

test("a restart loses nothing", async () => {
  await ch.kill();
  ch = await ch.reopen();
  expect((await history().search({ reach: ALL }, 5000)).map(placeOf)).toEqual(scan({ reach: ALL }));
});

test("the table is written anew with every row, also where that was interrupted", async () => {
  const target = { url: ch.url, user: ch.user, password: ch.password, database: "older" };
  const files = readMigrations().filter(({ name }) => /^03[27]_/.test(name));
  const [before, after] = files;
  if (!before || !after) throw new Error("a migration is gone");
  await migrate(target, [before]);
  const lines = tasks.map(taskRunLine);
  await insert("older", lines.slice(0, 2000), "task_runs default 1-2000");
  const inOlder = (sql: string) => ch.ask(sql.replaceAll(/\btask_runs\w*/g, (name) => `older.${name}`));
  // It stops after the table was copied, and the exports go on.
  const client = clickHouseClient({ ...ch.config, CLICKHOUSE_DATABASE: "older" });
  const [first, second, copied] = splitStatements(after.sql);
  await client.command({ query: first ?? "" });
  await client.command({ query: second ?? "" });
  await insert("older", lines.slice(2000, 2500), "task_runs default 2001-2500");
  await client.command({ query: copied ?? "" });
  await insert("older", lines.slice(2500), "task_runs default 2501-");
  await migrate(target, files);
  const all = "SELECT * FROM task_runs FINAL ORDER BY id, ended_seq FORMAT JSONEachRow";
  expect(await inOlder(all)).toBe(await ch.ask(all));
  expect(await inOlder("EXISTS TABLE task_runs_meanwhile")).toBe("0");
});
