import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { pageFetchClient } from "./page-client.ts";

const fresh = () => env.SEEN_INDEX.get(env.SEEN_INDEX.newUniqueId());
const page = (key: string, hash = "1") => ({ key, hash });

describe("page fetches", () => {
  test("give a page to one owner at a time, and to the next when the hold runs out", async () => {
    const index = fresh();
    expect(await index.beginPage(page("a"), "k1", 1000, 2000)).toEqual({ state: "yours" });
    expect(await index.beginPage(page("a"), "k2", 1500, 2500)).toEqual({ state: "held", until: 2000 });
    expect(await index.beginPage(page("a"), "k1", 1600, 2600)).toEqual({ state: "yours" });
    expect(await index.beginPage(page("a"), "k2", 2600, 3600)).toEqual({ state: "yours" });
    expect(await index.beginPage(page("a"), "k1", 2700, 3700)).toEqual({ state: "held", until: 3600 });
  });

  test("let a page go that its owner leaves, and only its owner", async () => {
    const index = fresh();
    await index.beginPage(page("a"), "k1", 1000, 2000);
    await index.leavePage("a", "k2");
    expect(await index.beginPage(page("a"), "k2", 1001, 2001)).toMatchObject({ state: "held" });
    await index.leavePage("a", "k1");
    expect(await index.beginPage(page("a"), "k2", 1002, 2002)).toEqual({ state: "yours" });
    await index.finishPage(page("a"), null);
    await index.leavePage("a", "k2");
    expect(await index.beginPage(page("a"), "k1", 1003, 2003)).toEqual({ state: "known" });
  });

  test("know a fetched page for its hash, through an eviction, until it goes stale", async () => {
    const index = fresh();
    await index.beginPage(page("a"), "k1", 1000, 2000);
    await index.finishPage(page("a"), null);
    await index.beginPage(page("c", ""), "k1", 1000, 2000);
    await index.finishPage(page("c", ""), 5000);
    await evictDurableObject(index);
    const asked = [page("a"), page("a", "2"), page("b"), page("c", "")];
    expect(await index.wantedPages(asked, 4999)).toEqual([false, true, true, false]);
    expect(await index.wantedPages(asked, 5000)).toEqual([false, true, true, true]);
    expect(await index.beginPage(page("a", "2"), "k2", 3000, 4000)).toEqual({ state: "yours" });
  });

  test("stand apart from the index of what is stored, and are forgotten with it", async () => {
    const index = fresh();
    await index.finishPage(page("a"), null);
    expect(await index.check([page("a")])).toEqual(["new"]);
    expect(await index.count()).toBe(0);
    await index.clear();
    expect(await index.wantedPages([page("a")], 1)).toEqual([true]);
  });

  test("answer in the order asked over shards, with types apart", async () => {
    const client = pageFetchClient(env.SEEN_INDEX, 4);
    const pages = Array.from({ length: 60 }, (_, n) => page(`j${n}`));
    const known = (n: number) => n % 3 === 0;
    await Promise.all(
      pages.filter((_, n) => known(n)).map((one) => client.finish("boss", "job_detail", one, null)),
    );
    expect(await client.wanted("boss", "job_detail", pages, 1)).toEqual(pages.map((_, n) => !known(n)));
    expect(new Set(await client.wanted("boss", "company", pages, 1))).toEqual(new Set([true]));
    expect(await client.wanted("boss", "job_detail", [], 1)).toEqual([]);
  });
});
