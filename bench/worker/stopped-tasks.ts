/** Makes tasks that were cancelled, in a queue that is paused, so that a bulk action can bring them back. */
import { taskLedger } from "../../durable-objects/task-ledger/client.ts";

const CHUNK = 500;
const ACTOR = "bench";
const CREATOR = {
  actor: ACTOR,
  owner: { ownerId: null, departmentId: null },
  caller: { reach: { kind: "all" as const }, sees_recruiters: false },
};

export async function stoppedTasks(env: Env, { count }: { count: number }): Promise<object> {
  const ledger = taskLedger(env, "data_sync");
  await ledger.setQueue({ paused: true }, ACTOR);
  for (let made = 0; made < count; made += CHUNK) {
    const tasks = Array.from({ length: Math.min(CHUNK, count - made) }, () => ({
      kind: "data.validate",
      input: '{"from":"2026-11-01","to":"2026-11-07"}',
      priority: 5 as const,
      ...{ key: null, order_key: null, depends_on: [], run_at: null, timeout_s: 3600, max_attempts: 3 },
    }));
    const created = await ledger.create(tasks, CREATOR);
    const ids = created.flatMap((result) => (result.ok ? [result.value.id] : []));
    await ledger.actMany(ids, { kind: "cancel" }, `${ACTOR}:${made}`, CREATOR.caller.reach);
  }
  return ledger.status();
}
