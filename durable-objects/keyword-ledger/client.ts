import type { KeywordLedgerApi } from "../../shared/contracts/keyword-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { shardOf } from "../../shared/domain/shard.ts";
import { ledgerName } from "./settings.ts";

/** The ledger of one platform and shard. */
export function keywordLedger(env: Env, platform: Platform, shard: number): KeywordLedgerApi {
  return env.KEYWORD_LEDGER.getByName(ledgerName(platform, shard));
}

/**
 * The shard that a search belongs to, the same at every call.
 * @param shards `LEDGER_SHARDS`
 */
export function shardOfSearch(
  search: { keyword: string; city: string; channel: string },
  shards: number,
): number {
  // The ledger compares keywords without case.
  return shardOf(`${search.keyword.toLowerCase()}\n${search.city}\n${search.channel}`, shards);
}
