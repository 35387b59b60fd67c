/** 前程无忧 51job: routes, signature and envelope. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { MAX_PAGES, PAGE_SIZE } from "../../../shared/platforms/qcwy/codes.ts";
import type { Board, BoardOptions, BoardRequest, Route } from "../board.ts";
import { cutPage, html, json, pageNumber } from "../board.ts";
import type { Posting } from "../corpus/posting.ts";
import { inventoryOf } from "../inventory.ts";
import { cityCode, readSearch } from "../params.ts";
import { PostingIndex } from "../posting-index.ts";
import { freshSalt, type Template, writeList } from "../template.ts";
import { DICTIONARIES } from "./dictionaries.ts";
import { companyPage, detailPage, searchPage, verificationPage } from "./pages.ts";
import { codes, layout } from "./posting.ts";

const LIST = "/api/job/search-pc";
const DETAIL = /^\/x\/(\d+)\.html$/;
const COMPANY = /^\/all\/co(\w+)\.html$/;
const CAP = MAX_PAGES * PAGE_SIZE;

const refuse = (status: string, message: string, httpStatus = 200) =>
  json(JSON.stringify({ status, message, resultbody: {} }), httpStatus);

export function qcwyBoard(postings: readonly Posting[], { signKey, caps }: BoardOptions): Board {
  const index = new PostingIndex<Template>(postings, layout);
  const verification = () => html(verificationPage);

  /** Checks the hex HMAC-SHA256 of path and query as received, and the site's own domain header. */
  function signed({ url, headers, query }: BoardRequest): boolean {
    const expected = createHmac("sha256", signKey).update(url).digest();
    const given = Buffer.from(String(headers.sign ?? ""), "hex");
    return (
      given.length === expected.length &&
      timingSafeEqual(given, expected) &&
      headers["from-domain"] === "51job_web" &&
      query.get("api_key") === "51job" &&
      /^\d{10}$/.test(query.get("timestamp") ?? "")
    );
  }

  function routeList(request: BoardRequest): Route {
    const { query } = request;
    const read = (name: string) => query.get(name) ?? "";
    const found = readSearch(codes, read("keyword"), read("jobArea"), read);
    const page = pageNumber(query.get("pageNum") || 1);
    const search = found && page ? { ...found, page } : undefined;
    return {
      target: "list",
      name: LIST,
      search,
      answer() {
        if (!signed(request)) return verification();
        if (!search) return refuse("0", "请求参数错误");
        const items = index.search(search);
        const { rows } = cutPage(items, search.page, PAGE_SIZE, Math.min(CAP, caps.qcwy));
        const salt = freshSalt();
        const head = `{"status":"1","message":"成功","resultbody":{"requestId":"${salt}","job":{"totalCount":${items.length},"items":[`;
        const templates = rows.map(({ extra }) => extra);
        return json(writeList(head, templates, "]}}}", salt));
      },
    };
  }

  return {
    platform: "qcwy",
    inventory: inventoryOf(index, (city) => cityCode(codes, city)),
    verificationTarget: "list",
    listField: "items",
    risk: verification,
    login: () => refuse("10", "请先登录", 401),
    verification,
    route(request) {
      const { path } = request;
      const dictionary = DICTIONARIES[path];
      if (dictionary) return { target: "dictionary", name: path, answer: () => json(dictionary()) };
      if (path === LIST) return routeList(request);
      if (path === "/pc/search")
        return { target: "page", name: path, answer: () => html(searchPage(signKey)) };
      const jobId = DETAIL.exec(path)?.[1];
      if (jobId !== undefined) {
        const item = index.get(jobId);
        const answer = () => (item ? html(detailPage(item)) : html("<h1>404</h1>", 404));
        return { target: "detail", name: "/x/{jobId}.html", answer };
      }
      const company = COMPANY.exec(path)?.[1];
      if (company === undefined) return null;
      const items = index.ofCompany(company);
      const [first] = items;
      const answer = () => (first ? html(companyPage(first, items.length)) : html("<h1>404</h1>", 404));
      return { target: "company", name: "/all/co{encCoId}.html", answer };
    },
  };
}
