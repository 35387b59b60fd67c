/** Sends requests as the three sites' own pages do, and calls the control API, for the tests of the boards. */
import { createHmac } from "node:crypto";
import { fileURLToPath } from "node:url";
import { makeToken } from "../../../local/job-boards/boss/environment.ts";
import type { JobBoards } from "../../../local/job-boards/start.ts";

export const SIGN_KEY = "test-sign-key";
export const FIXTURE = fileURLToPath(new URL("fixtures/postings.csv", import.meta.url));

export interface Ask {
  keyword?: string;
  /** This is the platform's own code. */
  city?: string;
  page?: number;
  /** The names are the platform's own parameter names. */
  filters?: Record<string, string>;
}

/** The list answers of all three platforms have this in common. */
export interface Listed {
  total: number;
  keys: string[];
  rows: Record<string, unknown>[];
  /** The site says whether this is the last page; null where it does not. */
  last: boolean | null;
  text: string;
}

export function bossUrl(origin: string, { keyword = "", city = "", page = 1, filters = {} }: Ask): string {
  const params = new URLSearchParams({ scene: "1", query: keyword, city, ...filters, page: String(page) });
  return `${origin}/wapi/zpgeek/search/joblist.json?${params}`;
}

/** Computes the cookie that the search page's script sets. */
export async function bossCookie(origin: string): Promise<string> {
  const page = await (await fetch(`${origin}/web/geek/job?query=`)).text();
  const seed = /makeToken\("(\w+)"\)/.exec(page)?.[1] ?? "";
  return `__zp_stoken__=${makeToken(seed)}`;
}

export function qcwyRequest(
  origin: string,
  { keyword = "", city = "000000", page = 1, filters = {} }: Ask,
  key = SIGN_KEY,
): Request {
  const params = new URLSearchParams({
    api_key: "51job",
    timestamp: "1700000000",
    keyword,
    searchType: "2",
    jobArea: city,
    ...filters,
    pageNum: String(page),
    pageSize: "20",
    source: "1",
    scene: "7",
  });
  const url = `/api/job/search-pc?${params}`;
  const sign = createHmac("sha256", key).update(url).digest("hex");
  return new Request(origin + url, { headers: { "From-Domain": "51job_web", sign } });
}

export const zhilianRequest = (
  origin: string,
  { keyword = "", city = "489", page = 1, filters = {} }: Ask,
): Request =>
  new Request(`${origin}/c/i/search/positions`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-zp-platform": "13", "x-zp-page-code": "4019" },
    body: JSON.stringify({
      S_SOU_FULL_INDEX: keyword,
      S_SOU_WORK_CITY: city,
      ...filters,
      pageIndex: page,
      pageSize: 20,
      platform: 13,
    }),
  });

/** Requests one list page of each platform; Boss has to answer plain HTTP. */
export const lists = (boards: JobBoards): Record<string, (ask: Ask) => Promise<Listed>> => ({
  boss: async (ask) => {
    const text = await (await fetch(bossUrl(boards.boss.url, ask))).text();
    const { zpData } = JSON.parse(text);
    return {
      total: zpData.totalCount,
      rows: zpData.jobList,
      keys: zpData.jobList.map((row: { encryptJobId: string }) => row.encryptJobId),
      last: zpData.hasMore === undefined ? null : !zpData.hasMore,
      text,
    };
  },
  qcwy: async (ask) => {
    const text = await (await fetch(qcwyRequest(boards.qcwy.url, ask))).text();
    const { job } = JSON.parse(text).resultbody;
    const keys = job.items.map((row: { jobId: string }) => row.jobId);
    return { total: job.totalCount, rows: job.items, keys, last: null, text };
  },
  zhilian: async (ask) => {
    const text = await (await fetch(zhilianRequest(boards.zhilian.url, ask))).text();
    const { data } = JSON.parse(text);
    const keys = data.list.map((row: { number: string }) => row.number);
    return { total: data.count, rows: data.list, keys, last: data.isEndPage === 1, text };
  },
});

export async function control<T>(origin: string, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${origin}/__control/${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json() as Promise<T>;
}

export interface Holds {
  count: number;
  ids: string[];
}

export const holds = (origin: string, keyword: string, city: string) =>
  control<Holds>(origin, "GET", `holds?${new URLSearchParams({ keyword, city })}`);
