/** Picks work in order: by class, then by due time minus the priority's offset, in which waiting counts up to a bound. */
import type { LeaseRules, WorkItem } from "./types.ts";
import { toItem, type WorkRow } from "./work-row.ts";

type PickPhase = "queued" | "ready";
export type Line = { pick_class: number; priority: number };
// Statements are built once, because the runtime caches prepared statements by their string.
const byPhase = (sql: (phase: PickPhase) => string) => ({ queued: sql("queued"), ready: sql("ready") });
/** A line is one priority of one class. The next one takes two statements, because SQLite scans for `(a, b) > (?, ?)`. */
const NEXT_IN_CLASS = byPhase(
  (phase) =>
    `SELECT pick_class, priority FROM work WHERE phase = '${phase}' AND pick_class = ? AND priority > ?
     ORDER BY priority LIMIT 1`,
);
const NEXT_CLASS = byPhase(
  (phase) =>
    `SELECT pick_class, priority FROM work WHERE phase = '${phase}' AND pick_class > ?
     ORDER BY pick_class, priority LIMIT 1`,
);
const FIRST_OF_LINE = byPhase(
  (phase) =>
    `SELECT * FROM work WHERE phase = '${phase}' AND pick_class = ? AND priority = ? ORDER BY pick_key, id LIMIT ?`,
);

/**
 * Finds the first items of a phase. Within one priority the order is the index's own, so only the heads of the lines are
 * compared.
 */
export function firstItems(
  sql: SqlStorage,
  rules: LeaseRules,
  phase: PickPhase,
  limit: number,
  now: number,
): WorkItem[] {
  const picked: WorkRow[] = [];
  let heads: WorkRow[] = [];
  let line: Line = { pick_class: -1, priority: 0 };
  while (picked.length < limit) {
    const next = nextLine(sql, phase, line);
    if (next?.pick_class !== line.pick_class) {
      picked.push(...inOrder(heads, rules, now).slice(0, limit - picked.length));
      heads = [];
    }
    if (!next || picked.length >= limit) break;
    line = next;
    const { pick_class, priority } = line;
    heads.push(...sql.exec<WorkRow>(FIRST_OF_LINE[phase], pick_class, priority, limit - picked.length));
  }
  return picked.map(toItem);
}

/** Lists the lines that have work, in order of class and priority. */
export function* linesOf(sql: SqlStorage, phase: PickPhase): Generator<Line> {
  let line: Line = { pick_class: -1, priority: 0 };
  for (;;) {
    const next = nextLine(sql, phase, line);
    if (!next) return;
    line = next;
    yield line;
  }
}

export function firstOfLine(
  sql: SqlStorage,
  phase: PickPhase,
  { pick_class, priority }: Line,
): WorkItem | undefined {
  const row = sql.exec<WorkRow>(FIRST_OF_LINE[phase], pick_class, priority, 1).toArray()[0];
  return row && toItem(row);
}

const COUNT_BEFORE = (condition: string) =>
  `SELECT count(*) AS n FROM (SELECT 1 FROM work WHERE phase = 'ready' AND pick_class = ? AND priority = ?
     AND ${condition} LIMIT ?)`;
const BEFORE_KEY = COUNT_BEFORE("pick_key < ?");
const BEFORE_ID = COUNT_BEFORE("pick_key = ? AND id < ?");

/** Items counted one by one in each line, which takes 16 ms with a million items; further back the position is this. */
const MAX_COUNTED = 20_000;

/**
 * Counts the ready items that are picked before this one: all items of earlier classes, and those of its own class that
 * `inOrder` puts before it. It does not count the picks that fair shares give to other priorities.
 */
export function placesBefore(
  sql: SqlStorage,
  { msPerPriority, maxAgeMs }: LeaseRules,
  { id, pickClass, priority, dueAt }: Pick<WorkItem, "id" | "pickClass" | "priority" | "dueAt">,
  now: number,
): number {
  const own = (dueAt ?? now) - priority * msPerPriority;
  const oldestOf = (line: number) => now - maxAgeMs - line * msPerPriority;
  const aged = Math.max(own, oldestOf(priority));
  const count = (query: string, ...bound: (number | string)[]) =>
    sql.exec<{ n: number }>(query, ...bound, MAX_COUNTED).one().n;
  let places = 0;
  for (const line of linesOf(sql, "ready")) {
    if (pickClass !== null && line.pick_class > pickClass) break;
    const isEarlier = line.pick_class !== pickClass;
    // Where keys are equal, `inOrder` puts the higher priority first, then the lower id.
    const bound = line.priority > priority ? aged + 1 : aged;
    if (isEarlier) places += count(BEFORE_KEY, line.pick_class, line.priority, Number.MAX_SAFE_INTEGER);
    else if (line.priority === priority)
      places +=
        count(BEFORE_KEY, line.pick_class, priority, own) +
        count(BEFORE_ID, line.pick_class, priority, own, id);
    else if (oldestOf(line.priority) < bound)
      places += count(BEFORE_KEY, line.pick_class, line.priority, bound);
  }
  return places;
}

function nextLine(sql: SqlStorage, phase: PickPhase, { pick_class, priority }: Line): Line | undefined {
  const next = sql.exec<Line>(NEXT_IN_CLASS[phase], pick_class, priority).toArray()[0];
  return next ?? sql.exec<Line>(NEXT_CLASS[phase], pick_class).toArray()[0];
}

/** Sorts items of one class; those that waited longer than `maxAgeMs` count as if they had waited as long. */
function inOrder(rows: WorkRow[], { msPerPriority, maxAgeMs }: LeaseRules, now: number): WorkRow[] {
  const keyOf = ({ pick_key }: WorkRow) => pick_key ?? 0;
  const agedKeyOf = (row: WorkRow) => Math.max(keyOf(row), now - maxAgeMs - row.priority * msPerPriority);
  return rows.sort(
    (a, b) =>
      agedKeyOf(a) - agedKeyOf(b) || b.priority - a.priority || keyOf(a) - keyOf(b) || (a.id < b.id ? -1 : 1),
  );
}
