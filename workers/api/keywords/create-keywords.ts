/** Creates new keywords in the ledgers that they belong to. */
import type { RecordOwner } from "../../../shared/contracts/access.ts";
import type { NewKeyword } from "../../../shared/contracts/keyword.ts";
import type { CreateResult } from "../../../shared/contracts/keyword-ledger.ts";
import type { Services } from "../services.ts";

/** Maximum of items per call to an object, which keeps its transaction short. */
const PER_CALL = 500;

/**
 * @returns results in the order of `items`. Sending the same items again after a failure is safe: keywords
 * that exist answer `exists`.
 */
export async function createKeywords(
  services: Services,
  items: readonly NewKeyword[],
  actor: string,
  owner: RecordOwner,
): Promise<CreateResult[]> {
  const groups = Map.groupBy(
    items.map((item, index) => ({ item, index, shard: services.shardOf(item) })),
    ({ item, shard }) => `${item.platform}:${shard}`,
  );
  const results = new Array<CreateResult>(items.length);
  await Promise.all(
    [...groups.values()].map(async (group) => {
      const [{ item, shard }] = group as [(typeof group)[number]];
      const ledger = services.ledger(item.platform, shard);
      for (let start = 0; start < group.length; start += PER_CALL) {
        const part = group.slice(start, start + PER_CALL);
        const answers = await ledger.create(
          part.map(({ item }) => item),
          actor,
          owner,
        );
        for (const [at, { index }] of part.entries()) results[index] = answers[at] as CreateResult;
      }
    }),
  );
  return results;
}
