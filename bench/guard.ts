/**
 * Measures what the check of a caller costs: the same route of the same Worker with and without authentication,
 * permission check and rate limit. Requests alternate, so that a busy moment affects both sides.
 */
import { setUpKey } from "../tests/support/set-up-key.ts";
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import { type Rig, SETUP_TOKEN } from "./rig.ts";
import { median, spread, withSteal } from "./rounds.ts";

/** Warm-up and three rounds together stay below the 6,000 requests a minute that one key may send. */
const REQUESTS = 1000;
const WARM_UP = 300;
const PATH = "/api/v1/cities?platform=qcwy";
const MAX_ADDED_MS = 2;

export async function benchGuard(rig: Rig, { rounds, progress }: Bench): Promise<Result> {
  const worker = await rig.worker("guard", null, { SETUP_TOKEN });
  const { key } = await setUpKey((path, init) => fetch(worker.url + path, init), SETUP_TOKEN, ["read"]);
  const sides = {
    bare: () => timed(`${worker.url}/bare${PATH}`, {}),
    guarded: () => timed(`${worker.url}${PATH}`, { authorization: `Bearer ${key}` }),
  };
  for (let n = 0; n < WARM_UP; n++) {
    await sides.bare();
    await sides.guarded();
  }
  const added: number[] = [];
  const notes: string[] = [];
  const steals: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const times: Record<keyof typeof sides, number[]> = { bare: [], guarded: [] };
    const { steal } = await withSteal(async () => {
      for (let n = 0; n < REQUESTS; n++) {
        const order = n % 2 === 0 ? (["bare", "guarded"] as const) : (["guarded", "bare"] as const);
        for (const side of order) times[side].push(await sides[side]());
      }
    });
    const [bare, guarded] = [median(times.bare), median(times.guarded)];
    added.push(guarded - bare);
    steals.push(steal);
    const text = `round ${round}: p50 without ${bare.toFixed(2)} ms, with ${guarded.toFixed(2)} ms`;
    progress(`guard: ${text}`);
    notes.push(text);
  }
  await worker.close();
  return {
    what: "guard: ms that authentication, permission and rate limit add, p50",
    against: "the same route without them (a difference in ms, not a ratio)",
    target: { is: "at most", value: MAX_ADDED_MS },
    unit: "ms",
    ...spread(added),
    rounds,
    repeated: 0,
    steal: Math.max(...steals),
    notes: [`${REQUESTS} requests a side and round, by an API key`, ...notes],
  };
}

async function timed(url: string, headers: Record<string, string>): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`guard: ${url}: ${response.status}`);
  return performance.now() - startedAt;
}
