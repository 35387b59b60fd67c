/** Tests the step with details enabled, with the real ledger and page fetches and a scripted site. */
import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import { pageFetchClient } from "../../durable-objects/seen-index/page-client.ts";
import type { IngestBatch } from "../../shared/contracts/ingest.ts";
import { crawlKeyword } from "../../shared/crawl/crawl-keyword.ts";
import type { CrawlServices } from "../../shared/crawl/crawl-services.ts";
import type { FetchResult } from "../../shared/crawl/fetch-result.ts";
import type { DetailAnswer, RawAnswer } from "../../shared/platforms/adapter.ts";
import { Rig } from "../../tests/edge/keyword-ledger/rig.ts";

afterEach(() => reset());

const PAGE_SIZE = 2;
const ok = (item: unknown): DetailAnswer => ({ outcome: "ok", reason: null, retryAfterMs: null, item });

interface Row {
  id: string;
  company: string;
  version: number;
}

/** Simulates a site of postings `j0`, `j1`, …, with two per page and two per company. */
class Site {
  rig: Rig;
  total = 4;
  version = 1;
  details: "off" | "new" = "new";
  companyDays = 30;
  detailRequestMs: number | null = null;
  calls: string[] = [];
  stored: string[] = [];
  kept: string[] = [];
  /** Replaces the good answer of a page. */
  answers = new Map<string, Partial<DetailAnswer> | "cut">();
  permits = Number.POSITIVE_INFINITY;
  onFetch: (name: string) => Promise<void> | void = () => {};
  acceptFails = (_batch: IngestBatch) => false;

  constructor(rig: Rig) {
    this.rig = rig;
  }

  readonly fetches = pageFetchClient(env.SEEN_INDEX, 2);

  get services(): CrawlServices {
    const { rig } = this;
    const quiet = { child: () => quiet, debug() {}, info() {}, warn() {}, error() {} };
    const request = (name: string) => ({ method: "GET", url: name, headers: {} });
    const services = {
      config: {
        platforms: {
          qcwy: {
            ...{ delay_ms: 1, jitter_ms: 0, concurrency: 1, timeout_ms: 1000, early_stop_pages: 0 },
            ...{ cap_rows: 1000, breaker_cooldown_ms: 1000, breaker_failures: 5 },
            details: this.details,
            company_days: this.companyDays,
          },
        },
        signKeys: {},
        INLINE_WAIT_MS: 200,
        COMMIT_MS: 60_000,
        LEASE_MS: 60_000,
      },
      clock: {
        now: () => rig.now,
        sleep: async (ms: number) => {
          rig.now += ms;
        },
      },
      logger: quiet,
      adapter: () => ({
        pageSize: PAGE_SIZE,
        detailRequestMs: this.detailRequestMs,
        readList: ({ body }: RawAnswer) => JSON.parse(body),
        splitQuery: () => [],
        jobKey: (row: Partial<Row>) => row.id ?? null,
        companyKey: (row: Partial<Row>) => row.company ?? null,
        detailRequest: async ({ id }: Row) => (id === "j-without" ? null : request(`detail ${id}`)),
        companyRequest: async (key: string) => request(`company ${key}`),
        readDetail: ({ body }: RawAnswer) => JSON.parse(body),
        readCompany: ({ body }: RawAnswer) => JSON.parse(body),
      }),
      ledger: () => rig.api,
      gate: () => ({
        exchange: async (_used: unknown, want: number) => {
          if (want > 0 && this.permits-- <= 0)
            return { permits: [], wait_ms: 12_000, breaker: "closed", reason: "pace" };
          return { permits: want > 0 ? ["p"] : [], wait_ms: 0, breaker: "closed" };
        },
        giveBack: async () => {},
      }),
      fetchList: async (_platform: string, { page }: { page: number }): Promise<FetchResult> => {
        this.calls.push(`list ${page}`);
        const from = (page - 1) * PAGE_SIZE;
        const items = Array.from({ length: Math.min(PAGE_SIZE, this.total - from) }, (_, at) =>
          this.row(from + at),
        );
        const last = from + PAGE_SIZE >= this.total;
        const list = { outcome: "ok", reason: null, retryAfterMs: null, items, total: this.total, last };
        return answer(list);
      },
      fetchPage: async (_platform: string, { url }: { url: string }): Promise<FetchResult> => {
        this.calls.push(url);
        await this.onFetch(url);
        const special = this.answers.get(url);
        if (special === "cut") return { ok: false, reason: "connection cut" };
        const [kind, key] = url.split(" ");
        const item = kind === "detail" ? { id: key, text: "full" } : { company: key };
        return answer({ ...ok(item), ...special });
      },
      pageFetches: this.fetches,
      accept: async (batch: IngestBatch) => {
        if (this.acceptFails(batch)) throw new Error("spool is full");
        const rows = batch.rows as Row[];
        const keys = rows.map((row) => (batch.data_type === "company" ? row.company : row.id));
        this.stored.push(...keys.map((key) => `${batch.data_type} ${key}`));
        const entries = keys.map((key, index) => ({ index, key, hash: `v${rows[index]?.version}` }));
        return { batch_id: batch.batch_id, replayed: false, received: rows.length, entries, invalid: [] };
      },
      seenJobs: async () => [],
      storeFailedPage: async (_claim: unknown, page: number) => {
        this.kept.push(`page${page}`);
        return `page${page}`;
      },
      newId: () => crypto.randomUUID(),
    };
    // The site implements the part of CrawlServices that a lane uses.
    return services as unknown as CrawlServices;
  }

  row(number: number): Row {
    return { id: `j${number}`, company: `c${Math.floor(number / 2)}`, version: this.version };
  }

  async crawl(deadlineMs = 1e9): Promise<void> {
    const claim = await this.rig.claimOne();
    const deadline = this.rig.now + deadlineMs;
    await crawlKeyword(this.services, 7, claim, () => (this.rig.now >= deadline ? "time budget" : null));
  }
}

const answer = (body: unknown): FetchResult => ({
  ok: true,
  answer: { status: 200, headers: {}, body: JSON.stringify(body) },
});

async function open(keyword = "a") {
  const rig = await Rig.start();
  const [id = ""] = await rig.create(keyword);
  const site = new Site(rig);
  const details = async () =>
    (await rig.api.events(id, 100)).filter(({ type }) => type === "details").map(({ detail }) => detail);
  return { rig, id, site, details };
}

const EVERYTHING = [
  ...["list 1", "detail j0", "detail j1", "company c0"],
  ...["list 2", "detail j2", "detail j3", "company c1"],
];

describe("a crawl with details", () => {
  test("fetches a page's postings and employers before the next page, and says so in the timeline", async () => {
    const { rig, id, site, details } = await open();
    await site.crawl();
    expect(site.calls).toEqual(EVERYTHING);
    expect(await rig.state(id)).toBe("done");
    expect(site.stored.filter((name) => !name.startsWith("job j"))).toEqual([
      ...["job_detail j0", "job_detail j1", "company c0"],
      ...["job_detail j2", "job_detail j3", "company c1"],
    ]);
    expect(await details()).toEqual([
      { job_detail: { stored: 2 }, company: { stored: 1 } },
      { job_detail: { stored: 2 }, company: { stored: 1 } },
    ]);
  });

  test("asks for none with details off, nor for companies with company_days 0", async () => {
    const off = await open();
    off.site.details = "off";
    await off.site.crawl();
    expect(off.site.calls).toEqual(["list 1", "list 2"]);

    await reset();
    const without = await open();
    without.site.companyDays = 0;
    await without.site.crawl();
    expect(without.site.calls).toEqual(EVERYTHING.filter((name) => !name.startsWith("company")));
  });

  test("asks again only for what changed, and for a company after its days", async () => {
    const { rig, id, site } = await open();
    await site.crawl();
    const again = async () => {
      site.calls = [];
      await rig.api.act(id, "restart", "ann");
      await site.crawl();
      return site.calls;
    };
    expect(await again()).toEqual(["list 1", "list 2"]);
    site.version = 2;
    expect(await again()).toEqual(EVERYTHING.filter((name) => !name.startsWith("company")));
    rig.now += 31 * 86_400_000;
    expect(await again()).toEqual(["list 1", "company c0", "list 2", "company c1"]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    "goes on where the pace stopped it, after %i requests, and fetches nothing twice",
    async (permits) => {
      const { rig, id, site } = await open();
      site.permits = permits;
      await site.crawl();
      if (permits < EVERYTHING.length) {
        expect(await rig.state(id)).toBe("queued");
        site.permits = Number.POSITIVE_INFINITY;
        await rig.evict();
        await rig.pass(12_001);
        await site.crawl();
      }
      expect(await rig.state(id)).toBe("done");
      expect(site.calls).toEqual(EVERYTHING);
    },
  );

  test("is given back when the time budget ends between two details", async () => {
    const { rig, id, site } = await open();
    site.onFetch = () => {
      rig.now += 10;
    };
    await site.crawl(15);
    expect(site.calls).toEqual(["list 1", "detail j0", "detail j1"]);
    await site.crawl();
    expect(await rig.state(id)).toBe("done");
    expect(site.calls).toEqual(EVERYTHING);
  });

  test("leaves a detail that could not be stored to the next holder", async () => {
    const { rig, id, site } = await open();
    site.acceptFails = ({ data_type: dataType }) => dataType === "job_detail";
    await expect(site.crawl()).rejects.toThrow("spool is full");
    site.acceptFails = () => false;
    await rig.pass(60_000);
    await site.crawl();
    expect(await rig.state(id)).toBe("done");
    expect(site.calls).toEqual(["list 1", "detail j0", ...EVERYTHING.slice(1)]);
  });

  test.each([
    ["blocked", "blocked", 1],
    ["schema-drift", "failed", 1],
    ["throttled", "failed", 0],
  ] as const)(
    "a detail that is %s ends the work as %s, and it goes on from there",
    async (outcome, state, kept) => {
      const { rig, id, site } = await open();
      site.answers.set("detail j1", { outcome, reason: "the site says no", item: null });
      await site.crawl();
      expect(await rig.state(id)).toBe(state);
      expect(site.kept).toHaveLength(kept);
      expect((await rig.api.get(id))?.keyword.last_error).toMatch(/^job_detail j1: the site says no/);
      site.answers.clear();
      await rig.api.act(id, "retry", "ann");
      await site.crawl();
      expect(await rig.state(id)).toBe("done");
      expect(site.calls).toEqual(["list 1", "detail j0", "detail j1", ...EVERYTHING.slice(2)]);
    },
  );

  test("counts what is gone, and what is about something else, without ending the work", async () => {
    const { rig, id, site, details } = await open();
    site.answers.set("detail j0", { outcome: "true-zero", item: null });
    site.answers.set("detail j1", { item: { id: "j9" } });
    await site.crawl();
    expect(await rig.state(id)).toBe("done");
    expect((await details()).at(-1)).toEqual({
      job_detail: { gone: 1, unusable: 1 },
      company: { stored: 1 },
    });
    site.calls = [];
    await rig.api.act(id, "restart", "ann");
    await site.crawl();
    expect(site.calls).toEqual(["list 1", "detail j1", "list 2"]);
  });

  test("lets requests go whose token ran out; the next list brings them again", async () => {
    const { rig, id, site, details } = await open();
    site.detailRequestMs = 60_000;
    site.permits = 2;
    await site.crawl();
    site.permits = Number.POSITIVE_INFINITY;
    await rig.pass(70_000);
    await site.crawl();
    expect((await details()).at(-1)).toEqual({
      job_detail: { stored: 1, expired: 1 },
      company: { stored: 1 },
    });
    site.calls = [];
    await rig.api.act(id, "restart", "ann");
    await site.crawl();
    expect(site.calls).toEqual(["list 1", "detail j1", "list 2"]);
  });

  test("waits for a page that another search fetches, then takes it as known", async () => {
    const { rig, id, site, details } = await open();
    const page = { key: "j0", hash: "v1" };
    site.permits = 1;
    await site.crawl();
    site.permits = Number.POSITIVE_INFINITY;
    await rig.pass(12_001);
    await site.fetches.begin("qcwy", "job_detail", page, "other", rig.now, rig.now + 60_000);
    await site.crawl();
    expect(site.calls).toEqual(["list 1"]);
    const [yielded] = await rig.api.events(id, 1);
    expect(yielded).toMatchObject({
      type: "yielded",
      detail: { reason: "another search fetches the same page" },
    });
    await site.fetches.finish("qcwy", "job_detail", page, null);
    await rig.pass(1001);
    await site.crawl();
    expect(await rig.state(id)).toBe("done");
    expect(site.calls).toEqual(EVERYTHING.filter((name) => name !== "detail j0"));
    expect((await details()).at(-1)).toEqual({
      job_detail: { known: 1, stored: 1 },
      company: { stored: 1 },
    });
  });

  test("writes nothing more once its lease is stale", async () => {
    const { rig, id, site } = await open();
    site.onFetch = async (name) => {
      if (name === "detail j1") await rig.api.act(id, "pause", "ann");
    };
    await site.crawl();
    expect(site.calls).toEqual(["list 1", "detail j0", "detail j1"]);
    expect(await rig.state(id)).toBe("paused");
    site.onFetch = () => {};
    await rig.api.act(id, "resume", "ann");
    await site.crawl();
    expect(await rig.state(id)).toBe("done");
    expect(site.calls).toEqual(EVERYTHING);
  });
});
