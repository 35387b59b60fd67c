/** Lays new keywords into the ledgers they belong to. */
import type { NewKeyword } from "../../../shared/contracts/keyword.ts";
import type { CreateResult } from "../../../shared/contracts/ledger.ts";
import { shardOfKeyword } from "../../../shared/domain/keyword-shard.ts";
import type { Services } from "../../services-types.ts";

/** Items of one call to an object: keeps its transaction short. */
const PER_CALL = 500;

/**
 * @returns results in the order of `items`. Sending the same items again after a failure is safe: those
 * already there answer `exists`.
 */
export async function createKeywords(
  services: Services,
  items: readonly NewKeyword[],
  actor: string,
): Promise<CreateResult[]> {
  const groups = Map.groupBy(items.keys(), (index) => {
    const item = items[index] as NewKeyword;
    return `${item.platform}:${shardOfKeyword(item, services.config.LEDGER_SHARDS)}`;
  });
  const results = new Array<CreateResult>(items.length);
  await Promise.all(
    [...groups.values()].map(async (indexes) => {
      for (let start = 0; start < indexes.length; start += PER_CALL) {
        const part = indexes.slice(start, start + PER_CALL);
        const chosen = part.map((index) => items[index] as NewKeyword);
        const [first] = chosen as [NewKeyword];
        const ledger = services.ledger(first.platform, shardOfKeyword(first, services.config.LEDGER_SHARDS));
        const answers = await ledger.create(chosen, actor);
        for (const [at, index] of part.entries()) results[index] = answers[at] as CreateResult;
      }
    }),
  );
  return results;
}
