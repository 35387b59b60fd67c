/**
 * A model of Zhilian behind the fetch seam of the adapters. What it answers is read by the real adapter. Its postings
 * depend on the search and the day only: a few come, change and go each day.
 */
import type { FetchResult } from "../../../shared/crawl/fetch-result.ts";
import type { SearchQuery } from "../../../shared/platforms/adapter.ts";
import { EXPERIENCE, PAGE_SIZE } from "../../../shared/platforms/zhilian/codes.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { seedOf } from "../chance.ts";
import type { World } from "../world.ts";

const textSeed = (text: string): number => {
  let seed = 17;
  for (const char of text) seed = (Math.imul(seed, 31) + (char.codePointAt(0) ?? 0)) | 0;
  return seed;
};

const page = (body: string, status = 200, headers: Record<string, string> = {}): FetchResult => ({
  ok: true,
  answer: { status, headers, body },
});

const DEGREES = ["大专", "本科", "硕士"];

export class ModelSite {
  requests = 0;
  /** Unix ms until which it refuses everything. */
  blockedUntil = 0;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  fetchList(query: SearchQuery): Promise<FetchResult> {
    return this.#world.call(`site: ${query.keyword} page ${query.page}`, () => this.#answer(query), 0);
  }

  fetchPage(url: string): Promise<FetchResult> {
    const number = /[?&]number=([^&]+)/.exec(url)?.[1];
    return number === undefined ? this.#fetchCompany(url) : this.#fetchPosting(decodeURIComponent(number));
  }

  /** A posting's own page; some are gone. */
  #fetchPosting(number: string): Promise<FetchResult> {
    const isGone = textSeed(number) % 11 === 0;
    const detailedPosition = { number, name: `职位${number}`, jobSummary: `说明 ${number}` };
    const data = { detailedPosition, detailedCompany: { companyNumber: "CZ1", companyName: "公司1" } };
    const body = JSON.stringify(isGone ? { code: 404, message: "" } : { code: 200, data });
    return this.#world.call(`site: posting ${number}`, () => this.#fault() ?? page(body), 0);
  }

  /** A company's own page, with its state in a script; every ninth company is gone. */
  #fetchCompany(url: string): Promise<FetchResult> {
    const key = /\/(CZ\d+)\.htm$/.exec(url)?.[1] ?? "";
    return this.#world.call(
      `site: company ${key}`,
      () => {
        const company = JSON.stringify({ companyNumber: key, companyName: `公司${key.slice(2)}` });
        const isGone = Number(key.slice(2)) % 9 === 0;
        return (
          this.#fault() ??
          (isGone
            ? page("", 404)
            : page(`<html><body><script>__INITIAL_STATE__={"company":${company}}</script></body></html>`))
        );
      },
      0,
    );
  }

  #answer(query: SearchQuery): FetchResult {
    return this.#fault() ?? page(this.#page(query));
  }

  /** What the site answers instead of the page; null when it answers the page. */
  #fault(): FetchResult | null {
    this.requests++;
    const { chance, rates } = this.#world;
    if (this.#world.now < this.blockedUntil) return page('{"code":403,"message":"verify"}', 403);
    if (chance.happens(rates.site)) {
      switch (chance.below(6)) {
        case 0:
          return { ok: false, reason: "no answer" };
        case 1:
          return page("", 502);
        case 2:
          return page("", 429, { "retry-after": "30" });
        case 3:
          return page('{"code":200,"data":{"count":40,"li');
        case 4:
          return page('{"code":200,"data":{"count":40}}');
        default:
          return page("<html>验证</html>");
      }
    }
    return null;
  }

  #page({ keyword, city, filters, page }: SearchQuery): string {
    const search = textSeed(`${keyword} ${city}`);
    const day = Math.floor(this.#world.now / DAY_MS);
    const level = filters.experience;
    const found: object[] = [];
    // Some searches find more of the 70 places than the site shows of one search.
    const places = 3 + (Math.abs(search) % 68);
    for (let place = 0; place < places; place++) {
      const fate = seedOf(search, place);
      // A posting stands for 20 days, and its salary changes once in them.
      const born = Math.floor((day + (fate % 20)) / 20);
      const age = (day + (fate % 20)) % 20;
      if (age === 19) continue;
      const code = EXPERIENCE.codes[1 + (fate % 6)]?.code ?? "";
      if (level !== undefined && level !== code) continue;
      if (filters.degree !== undefined || filters.salary !== undefined || filters.size !== undefined)
        continue;
      found.push({
        number: `CC${(search >>> 0).toString(36)}${place}J${born}`,
        name: `${keyword}工程师${place}`,
        salary60: `${8 + (fate % 9) + (age > 9 ? 1 : 0)}K-20K`,
        workCity: city,
        education: DEGREES[fate % DEGREES.length],
        companyNumber: `CZ${fate % 40}`,
        companyName: `公司${fate % 40}`,
      });
    }
    const list = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
    const isEndPage = page * PAGE_SIZE >= found.length;
    return JSON.stringify({
      code: 200,
      data: { count: found.length, list, isEndPage, isVerification: false },
    });
  }
}
