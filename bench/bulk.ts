/**
 * Retries tasks by one bulk action, through the API: the clock starts with the request and stops when the action says that
 * it is done. The queue is paused, so that the tasks wait and none runs. Untimed: making the tasks. `--postings` is their
 * number, 100,000 at most.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { setUpKey } from "../tests/support/set-up-key.ts";
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import { type Rig, SETUP_TOKEN } from "./rig.ts";
import { once, withSteal } from "./rounds.ts";

const MAX_TASKS = 100_000;
const MAX_MS = 60_000;
const POLL_MS = 100;

interface Action {
  id: string;
  state: string;
  total: number;
  done: number;
}

export async function benchBulk(rig: Rig, { postings, progress }: Bench): Promise<Result[]> {
  const count = Math.min(postings, MAX_TASKS);
  const worker = await rig.worker("bulk", null, { SETUP_TOKEN });
  const { key } = await setUpKey((path, init) => fetch(worker.url + path, init), SETUP_TOKEN);
  const call = async (method: string, path: string, json?: object): Promise<Action> => {
    const response = await fetch(`${worker.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(json && { body: JSON.stringify(json) }),
    });
    const { message, data } = (await response.json()) as { message: string; data: Action };
    if (!response.ok) throw new Error(`${path}: ${response.status} ${message}`);
    return data;
  };
  progress(`bulk: making ${count} tasks`);
  await worker.call("stoppedTasks", { count });
  progress("bulk: retrying them");
  const { value, steal } = await withSteal(async () => {
    const startedAt = performance.now();
    const { id } = await call("POST", "/tasks/bulk", { action: "retry", filter: { state: "cancelled" } });
    for (;;) {
      const action = await call("GET", `/bulk-actions/${id}`);
      if (action.state === "done") return { action, ms: performance.now() - startedAt };
      if (action.state === "failed") throw new Error(JSON.stringify(action));
      await sleep(POLL_MS);
    }
  });
  const { action, ms } = value;
  if (action.done !== count) throw new Error(`${action.done} of ${count} tasks were retried`);
  return [
    {
      what: `${count.toLocaleString("en-US")} tasks retried by one bulk action`,
      against: "the limit",
      target: { is: "at most", value: (MAX_MS * count) / MAX_TASKS },
      unit: "ms",
      ...once(ms, steal),
      notes: [`${Math.round(count / (ms / 1000)).toLocaleString("en-US")} tasks a second`],
    },
  ];
}
