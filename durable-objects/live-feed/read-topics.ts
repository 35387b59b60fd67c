/** Reads what sockets are told about, each topic once, however many sockets there are. */

import { readConfig } from "../../shared/config.ts";
import { type LiveGroup, readTopic } from "../../shared/contracts/live.ts";
import type { Task } from "../../shared/contracts/task.ts";
import { PLATFORMS, TASK_QUEUES } from "../../shared/contracts/vocabulary.ts";
import { queueOfTask } from "../../shared/domain/task-id.ts";
import { bulkAction } from "../bulk-action/client.ts";
import { keywordLedger } from "../keyword-ledger/client.ts";
import { taskLedger } from "../task-ledger/client.ts";

/** What is shown of a task while it runs; its input, result and error stay with the API, which masks them. */
const viewOfTask = ({ id, state, attempts, cancelling, progress }: Task) => ({
  ...{ id, state, attempts, cancelling, progress },
});

/** @returns the data of each topic; a topic whose ledger is away is left out, and read again next time */
export async function readTopics(
  env: Env,
  group: LiveGroup,
  topics: readonly string[],
): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  await Promise.all(
    topics.map(async (text) => {
      const topic = readTopic(group, text);
      if (!topic) return;
      try {
        found.set(text, await readOne(env, topic.kind, topic.name));
      } catch {
        // The browser asks the API meanwhile, which says why.
      }
    }),
  );
  return found;
}

async function readOne(env: Env, kind: string, name: string): Promise<unknown> {
  if (kind === "bulk") return bulkAction(env, name).status();
  if (kind === "keywords") return readKeywords(env);
  const queue = kind === "queue" ? TASK_QUEUES.find((known) => known === name) : queueOfTask(name);
  if (!queue) return null;
  const ledger = taskLedger(env, queue);
  if (kind === "queue") return ledger.status();
  const task = (await ledger.get(name))?.task;
  return task ? viewOfTask(task) : null;
}

/** How many keywords are in which state: when it changes, the list is worth asking for. */
async function readKeywords(env: Env): Promise<unknown> {
  const { LEDGER_SHARDS } = readConfig(env);
  const ledgers = PLATFORMS.flatMap((platform) =>
    Array.from({ length: LEDGER_SHARDS }, (_, shard) => keywordLedger(env, platform, shard)),
  );
  const stats = await Promise.all(ledgers.map((ledger) => ledger.stats()));
  return stats.map(({ platform, states, pages, rows }) => ({ platform, states, pages, rows }));
}
