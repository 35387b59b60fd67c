/** Counts the rows that one class of objects writes. Off unless the rig sets BENCH_ROWS: counting costs time. */
import { env } from "cloudflare:workers";

type ObjectClass = new (ctx: DurableObjectState, env: Env) => object;

const counting = (env as unknown as Record<string, unknown>).BENCH_ROWS === "1";
let cursors: { rowsWritten: number }[] = [];
let alarms = 0;

/** Answers what was written since the last call; setting an alarm is billed as one row. */
export function takeRows(): number {
  const rows = cursors.reduce((sum, { rowsWritten }) => sum + rowsWritten, alarms);
  cursors = [];
  alarms = 0;
  return rows;
}

/** @returns the class itself unless this Worker counts */
export function rowCounted<T extends ObjectClass>(Base: T): T {
  if (!counting) return Base;
  return class extends (Base as ObjectClass) {
    constructor(ctx: DurableObjectState, env: Env) {
      const { storage } = ctx;
      const exec = storage.sql.exec.bind(storage.sql);
      storage.sql.exec = ((query: string, ...bindings: unknown[]) => {
        const cursor = exec(query, ...bindings);
        cursors.push(cursor);
        return cursor;
      }) as typeof exec;
      const setAlarm = storage.setAlarm.bind(storage);
      storage.setAlarm = (...args) => {
        alarms++;
        return setAlarm(...args);
      };
      super(ctx, env);
    }
  } as unknown as T;
}
