/** Puts load on one ledger object, by the calls that lanes make. */
import { keywordLedger } from "../../durable-objects/keyword-ledger/client.ts";
import type { Claim, KeywordLedgerApi } from "../../shared/contracts/keyword-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";

const PLATFORM: Platform = "zhilian";

interface Place {
  shard: number;
}

/** Creates keywords `from` to `from + count`, by the call that the API makes. */
export async function seedLedger(env: Env, { shard, from, count }: Place & { from: number; count: number }) {
  const items = Array.from({ length: count }, (_, index) => ({
    platform: PLATFORM,
    keyword: `岗位${from + index}`,
    city: "上海",
    channel: "web" as const,
    priority: 5,
  }));
  const created = await keywordLedger(env, PLATFORM, shard).create(items, "bench");
  return { created: created.filter(({ result }) => result === "created").length };
}

/** Several callers claim at once, `limit` items a call. They settle after the clock has stopped. */
export async function claimMany(
  env: Env,
  { shard, callers, limit, rounds }: Place & { callers: number; limit: number; rounds: number },
) {
  const ledger = keywordLedger(env, PLATFORM, shard);
  let claimed = 0;
  let claimMs = 0;
  let settleMs = 0;
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    const claims = (
      await Promise.all(
        Array.from({ length: callers }, (_, caller) => ledger.claim(`bench-${caller}`, limit)),
      )
    ).flat();
    const claimedAt = performance.now();
    await settleAll(ledger, claims);
    settleMs += performance.now() - claimedAt;
    claimMs += claimedAt - startedAt;
    claimed += claims.length;
  }
  return { claimed, claimMs, settleMs };
}

/** Claims one item a call, one call after the other, each settled before the next: settling refills the window. */
export async function claimOneByOne(env: Env, { shard, count }: Place & { count: number }) {
  const ledger = keywordLedger(env, PLATFORM, shard);
  let claimMs = 0;
  let claimed = 0;
  const startedAt = performance.now();
  for (let index = 0; index < count; index++) {
    const claimAt = performance.now();
    const claims = await ledger.claim("bench", 1);
    claimMs += performance.now() - claimAt;
    claimed += claims.length;
    await settleAll(ledger, claims);
  }
  return { claimed, claimMs, cycleMs: performance.now() - startedAt };
}

async function settleAll(ledger: KeywordLedgerApi, claims: Claim[]): Promise<void> {
  await Promise.all(
    claims.map(({ keyword_id: keywordId, fence }) =>
      ledger.settle(keywordId, fence, { kind: "done", outcome: "true-zero" }),
    ),
  );
}
