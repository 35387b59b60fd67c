/**
 * Measures claims of one KeywordLedger object, by the calls that lanes make, from another object in the same workerd.
 * What is claimed is settled before the next claims. Settling refills the window, which picks the next keyword among
 * all: so the cost of a claim among many is measured for claim and settlement together.
 */
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import type { Rig, Worker } from "./rig.ts";
import { median, ratio, roundsOf, runInTurn, spread } from "./rounds.ts";

const MANY = 1_000_000;
const FEW = 1000;
/** The window has room for all callers of `claimMany` at once. */
const WINDOW = 200;
const CALLERS = 8;
const CLAIMS_A_CALL = 25;
const BURSTS = 15;
/** The small ledger never becomes empty: claims and window together are fewer than FEW. */
const SINGLE_CLAIMS = 500;
const CREATE_CALL = 5000;
/** The lanes of the bench worker skip these shards (see its switches.ts). */
const SHARD = { many: 200, few: 201 };

export async function benchLedger(rig: Rig, { rounds, progress }: Bench): Promise<Result[]> {
  const worker = await rig.worker("ledger", null, { DISPATCH_WINDOW: String(WINDOW) });
  const seconds = await seed(worker, SHARD.many, MANY, progress);
  const settling: number[] = [];
  const bursts = await runInTurn(
    [
      {
        name: "claims",
        async run() {
          const { claimed, claimMs, settleMs } = await burst(worker);
          settling.push(claimed / ((claimMs + settleMs) / 1000));
          return claimed / (claimMs / 1000);
        },
      },
    ],
    rounds,
    (text) => progress(`ledger: ${text}`),
  );
  const claimMs: Record<string, number[]> = { many: [], few: [] };
  // Each round has a new small ledger, so that no round claims what another one needs.
  let few = SHARD.few;
  const sides = [
    { name: "many", run: () => single(worker, SHARD.many, claimMs.many) },
    {
      name: "few",
      async run() {
        await seed(worker, few, FEW, () => {});
        return single(worker, few++, claimMs.few);
      },
    },
  ];
  const singles = await runInTurn(sides, rounds, (text) => progress(`ledger: one claim a call: ${text}`));
  await worker.close();
  const rates = bursts.rates.get("claims") ?? [];
  const cycleMs = (side: string) => (1000 / median(singles.rates.get(side) ?? [])).toFixed(2);
  const aloneMs = (side: string) => median(claimMs[side] ?? []).toFixed(2);
  return [
    {
      what: `ledger: claims/s in one object of ${MANY.toLocaleString("en-US")} keywords`,
      against: "nothing (a figure of its own, not a ratio)",
      target: { is: "at least", value: 2000 },
      unit: "per second",
      ...spread(rates),
      ...roundsOf(bursts),
      notes: [
        `${CALLERS} callers at once, ${CLAIMS_A_CALL} claims a call; with each claim settled too, one call each: ${Math.round(median(settling)).toLocaleString("en-US")}/s`,
        `the object was filled by the API's own create in ${seconds.toFixed(0)} s`,
      ],
    },
    {
      what: `ledger: cost of a claim among ${MANY.toLocaleString("en-US")} keywords`,
      against: `a claim among ${FEW.toLocaleString("en-US")}`,
      target: { is: "at most", value: 2 },
      unit: "ratio",
      // The cost is the inverse of the rate.
      ...ratio(singles, "few", "many"),
      ...roundsOf(singles),
      notes: [
        `one claim a call, settled, call by call: ${cycleMs("many")} ms and ${cycleMs("few")} ms; the claim alone ${aloneMs("many")} ms and ${aloneMs("few")} ms`,
      ],
    },
  ];
}

/** @returns seconds */
async function seed(
  worker: Worker,
  shard: number,
  count: number,
  progress: (text: string) => void,
): Promise<number> {
  const startedAt = performance.now();
  for (let from = 0; from < count; from += CREATE_CALL) {
    const size = Math.min(CREATE_CALL, count - from);
    const { created } = await worker.call<{ created: number }>("seedLedger", { shard, from, count: size });
    if (created !== size) throw new Error(`ledger: ${created} of ${size} keywords created`);
    if (from % 100_000 === 0) progress(`ledger: ${from.toLocaleString("en-US")} keywords created`);
  }
  return (performance.now() - startedAt) / 1000;
}

async function burst(worker: Worker): Promise<{ claimed: number; claimMs: number; settleMs: number }> {
  const result = await worker.call<{ claimed: number; claimMs: number; settleMs: number }>("claimMany", {
    shard: SHARD.many,
    callers: CALLERS,
    limit: CLAIMS_A_CALL,
    rounds: BURSTS,
  });
  const due = CALLERS * CLAIMS_A_CALL * BURSTS;
  if (result.claimed !== due) throw new Error(`ledger: ${result.claimed} claims answered of ${due}`);
  return result;
}

/**
 * @param aloneMs gets the mean time of a claim without its settlement
 * @returns claims settled per second
 */
async function single(worker: Worker, shard: number, aloneMs: number[] = []): Promise<number> {
  const { claimed, claimMs, cycleMs } = await worker.call<{
    claimed: number;
    claimMs: number;
    cycleMs: number;
  }>("claimOneByOne", { shard, count: SINGLE_CLAIMS });
  if (claimed !== SINGLE_CLAIMS) throw new Error(`ledger: ${claimed} claims answered of ${SINGLE_CLAIMS}`);
  aloneMs.push(claimMs / claimed);
  return claimed / (cycleMs / 1000);
}
