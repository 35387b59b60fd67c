/** Picks work in order: by class, then by due time minus the priority's offset, in which waiting counts up to a bound. */
import type { LeaseRules, WorkItem } from "./types.ts";
import { toItem, type WorkRow } from "./work-row.ts";

type PickPhase = "queued" | "ready";
type Line = { pick_class: number; priority: number };
// Statements are built once, because the runtime caches prepared statements by their string.
const byPhase = (sql: (phase: PickPhase) => string) => ({ queued: sql("queued"), ready: sql("ready") });
/** The next line of work: one priority of one class. Two statements, because SQLite scans for `(a, b) > (?, ?)`. */
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
 * The first items of a phase. Within one priority the order is the index's own, so only the heads of the lines are
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
