/**
 * Shard of a text: FNV-1a, 32 bits, over its UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/).
 * It must never change: otherwise the data in the shards would not be found any more.
 */
export function shardOf(text: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % shards;
}
