/**
 * Shard of a new keyword. The same (keyword, city, channel) always falls on the same ledger, which is what
 * lets that ledger recognise it; the id then carries the shard. FNV-1a, 32 bit, over code points.
 */
export function shardOfKeyword(
  item: { keyword: string; city: string; channel: string },
  shards: number,
): number {
  let hash = 0x811c9dc5;
  for (const char of `${item.channel}\n${item.city}\n${item.keyword}`) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0) % shards;
}
