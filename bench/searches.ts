/** Chooses searches of 51job's board that every side of the crawl bench reads, whole and unsplit. */

import type { RequestSpec } from "../shared/platforms/adapter.ts";
import { CITY_CODES, PAGE_SIZE } from "../shared/platforms/qcwy/codes.ts";
import { listRequest } from "../shared/platforms/qcwy/request.ts";

export interface Search {
  keyword: string;
  city: string;
  /** 51job's code of the city. */
  area: string;
  pages: number;
}

const KEYWORDS = "Java,Python,前端,数据,测试,嵌入式,自动化,工程师,开发,销售,运营,linux,mysql,sql".split(",");
const CITIES = "上海,北京,深圳,广州,杭州,成都,武汉,南京,苏州,西安,重庆,天津,全国".split(",");
/** One query reaches this many rows: the pipeline splits a search with more, its peers don't. */
const CAP = 1000;

/** A search, with the number of postings that the board has for it. */
async function searchOn(
  board: string,
  keyword: string,
  city: string,
): Promise<{ search: Search; count: number }> {
  const query = new URLSearchParams({ keyword, city });
  const held = await (await fetch(`${board}/__control/holds?${query}`)).json();
  const { count } = held as { count: number };
  const area = CITY_CODES[city] ?? "";
  return { search: { keyword, city, area, pages: Math.ceil(count / PAGE_SIZE) }, count };
}

/**
 * @param board origin of 51job's board
 * @param wanted approximate number of pages
 * @throws Error when the board has too few postings
 */
export async function chooseSearches(board: string, wanted: number): Promise<Search[]> {
  const searches: Search[] = [];
  let pages = 0;
  for (const city of CITIES) {
    for (const keyword of KEYWORDS) {
      if (pages >= wanted) return searches;
      const { search, count } = await searchOn(board, keyword, city);
      if (count === 0 || count > CAP) continue;
      searches.push(search);
      pages += search.pages;
    }
  }
  if (pages < wanted / 2)
    throw new Error(`the board holds ${pages} pages for these searches, too few to measure`);
  return searches;
}

/**
 * Chooses the search with the most postings in each city, at most CAP: a posting stands in one city, so that no two of
 * them share one.
 * @param cap maximum number of postings of a search
 */
export async function searchPerCity(board: string, cap = CAP): Promise<Search[]> {
  const searches: Search[] = [];
  for (const city of CITIES) {
    if (city === "全国") continue;
    let largest: Search | null = null;
    let maxCount = 0;
    for (const keyword of KEYWORDS) {
      const { search, count } = await searchOn(board, keyword, city);
      if (count <= maxCount || count > cap) continue;
      maxCount = count;
      largest = search;
    }
    if (largest) searches.push(largest);
  }
  return searches;
}

/** Makes the signed requests of all pages, as the adapter does. */
export function pageRequests(board: string, signKey: string, searches: Search[]): Promise<RequestSpec[]> {
  // The adapter reads only the origin of the settings.
  const settings = { list_url: board } as Parameters<typeof listRequest>[1]["settings"];
  return Promise.all(
    searches.flatMap(({ keyword, city, pages }) =>
      Array.from({ length: pages }, (_, index) =>
        listRequest(
          { keyword, city, channel: "web", filters: {}, page: index + 1 },
          { settings, signKey, now: Date.now() },
        ),
      ),
    ),
  );
}
