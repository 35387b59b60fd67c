/** Typed client of the page fetches. A page belongs to the shard of its key. */
import type { PendingPageType } from "../../shared/contracts/pending-page.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PageFetchClient } from "../../shared/contracts/seen-index.ts";
import { shardOf } from "../../shared/domain/shard.ts";

/** @param shards SEEN_SHARDS; the same number for as long as the index lives */
export function pageFetchClient(namespace: Env["SEEN_INDEX"], shards: number): PageFetchClient {
  const stub = (platform: Platform, type: PendingPageType, key: string) =>
    namespace.getByName(`${platform}:${type}:${shardOf(key, shards)}`);
  return {
    async wanted(platform, type, pages, now) {
      const groups = Map.groupBy(pages.keys(), (index) => shardOf(pages[index]?.key ?? "", shards));
      const wanted = new Array<boolean>(pages.length);
      await Promise.all(
        Array.from(groups.values(), async (indexes) => {
          const asked = indexes.flatMap((index) => pages[index] ?? []);
          const answers = await stub(platform, type, asked[0]?.key ?? "").wantedPages(asked, now);
          indexes.forEach((index, at) => {
            wanted[index] = answers[at] ?? true;
          });
        }),
      );
      return wanted;
    },
    begin: (platform, type, { key, hash }, owner, now, until) =>
      stub(platform, type, key).beginPage({ key, hash }, owner, now, until),
    leave: (platform, type, key, owner) => stub(platform, type, key).leavePage(key, owner),
    finish: (platform, type, { key, hash }, freshUntil, owner) =>
      stub(platform, type, key).finishPage({ key, hash }, freshUntil, owner),
  };
}
