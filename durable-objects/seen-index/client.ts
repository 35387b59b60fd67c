/** Typed client of SeenIndex: spreads keys over the shards and puts the answers back in order. */
import type { Platform } from "../../shared/contracts/platform.ts";
import type { SeenClient, SeenEntry, SeenType, SeenVerdict } from "../../shared/contracts/seen-index.ts";
import { shardOf } from "../../shared/domain/shard.ts";

/** @param shards SEEN_SHARDS; the same number for as long as the index lives */
export function seenClient(namespace: Env["SEEN_INDEX"], shards: number): SeenClient {
  const stub = (platform: Platform, type: SeenType, shard: number) =>
    namespace.get(namespace.idFromName(`${platform}:${type}:${shard}`));

  /** Positions of the entries by shard. */
  function split(entries: SeenEntry[]): [shard: number, positions: number[]][] {
    const positions = new Map<number, number[]>();
    entries.forEach((entry, index) => {
      const shard = shardOf(entry.key, shards);
      const known = positions.get(shard);
      if (known) known.push(index);
      else positions.set(shard, [index]);
    });
    return [...positions];
  }

  const pick = <T>(items: T[], positions: number[]): T[] =>
    positions.length === items.length ? items : positions.map((index) => items[index] as T);

  const all = (platform: Platform, type: SeenType) =>
    Array.from({ length: shards }, (_, shard) => stub(platform, type, shard));

  return {
    async check(platform, type, entries) {
      const verdicts = new Array<SeenVerdict>(entries.length);
      await Promise.all(
        split(entries).map(async ([shard, positions]) => {
          const answers = await stub(platform, type, shard).check(pick(entries, positions));
          positions.forEach((position, index) => {
            verdicts[position] = answers[index] as SeenVerdict;
          });
        }),
      );
      return verdicts;
    },
    async mark(platform, type, entries, at, fence) {
      await Promise.all(
        split(entries).map(([shard, positions]) =>
          stub(platform, type, shard).mark(pick(entries, positions), at, fence),
        ),
      );
    },
    async restore(platform, type, records, stale) {
      const positions = new Map(split(records));
      await Promise.all(
        all(platform, type).map((index, shard) =>
          index.restore(pick(records, positions.get(shard) ?? []), stale),
        ),
      );
    },
    async clear(platform, type) {
      await Promise.all(all(platform, type).map((index) => index.clear()));
    },
    async count(platform, type) {
      const counts = await Promise.all(all(platform, type).map((index) => index.count()));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}
