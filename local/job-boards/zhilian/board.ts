/** 智联招聘: routes and envelope. */
import { PAGE_SIZE } from "../../../shared/platforms/zhilian/codes.ts";
import type { Answer, Board, BoardOptions, BoardRequest, Route } from "../board.ts";
import { cutPage, html, json, pageNumber } from "../board.ts";
import type { Posting } from "../corpus/posting.ts";
import { inventoryOf } from "../inventory.ts";
import { cityCode, readSearch } from "../params.ts";
import { PostingIndex } from "../posting-index.ts";
import { freshSalt, type Template, writeList } from "../template.ts";
import { DICTIONARIES } from "./dictionaries.ts";
import { companyOf, companyPage, searchPage, verificationPage } from "./pages.ts";
import { codes, layout, staffOf, type ZhilianItem, zhilianFields } from "./posting.ts";

const LIST = "/c/i/search/positions";
const DETAIL = "/c/i/jobs/position-detail-new";
const COMPANY = /^\/(CZ\d+)\.htm$/;

const refuse = (code: number, message: string, httpStatus = 200) =>
  json(JSON.stringify({ code, message, data: null }), httpStatus);

/** Reads the body as an object of texts; null for anything else. */
function readBody({ body }: BoardRequest): Map<string, string> | null {
  try {
    const value: unknown = JSON.parse(body);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
    return new Map(Object.entries(value).map(([name, field]) => [name, String(field ?? "")]));
  } catch {
    return null;
  }
}

export function zhilianBoard(postings: readonly Posting[], { caps }: BoardOptions): Board {
  const index = new PostingIndex<Template>(postings, layout);
  /** This site blocks an API call by a good envelope that requests a verification. */
  const risk = () =>
    json(
      JSON.stringify({
        code: 200,
        message: "成功",
        data: { count: 0, list: [], isEndPage: 1, isVerification: 1 },
      }),
    );

  function routeList(request: BoardRequest): Route {
    const fields = request.method === "POST" ? readBody(request) : null;
    const read = (name: string) => fields?.get(name) ?? "";
    const found = fields && readSearch(codes, read("S_SOU_FULL_INDEX"), read("S_SOU_WORK_CITY"), read);
    const page = pageNumber(read("pageIndex") || 1);
    const search = found && page ? { ...found, page } : undefined;
    const { headers } = request;
    const known =
      headers["x-zp-platform"] === "13" &&
      headers["x-zp-page-code"] === "4019" &&
      String(headers["content-type"]).startsWith("application/json");
    return {
      target: "list",
      name: LIST,
      search,
      answer() {
        if (!known) return risk();
        if (!search) return refuse(400, "参数错误");
        const items = index.search(search);
        const { rows, more } = cutPage(items, search.page, PAGE_SIZE, caps.zhilian);
        const salt = freshSalt();
        const head = `{"code":200,"message":"成功","taskId":"${salt}","data":{"count":${items.length},"isEndPage":${more ? 0 : 1},"isVerification":0,"list":[`;
        const templates = rows.map(({ extra }) => extra);
        return json(writeList(head, templates, "]}}", salt));
      },
    };
  }

  function detail({ query }: BoardRequest): Answer {
    const item = index.get(query.get("number") ?? "");
    return item
      ? json(JSON.stringify({ code: 200, message: "成功", data: detailOf(item) }))
      : refuse(404, "职位不存在");
  }

  return {
    platform: "zhilian",
    inventory: inventoryOf(index, (city) => cityCode(codes, city)),
    verificationTarget: "list",
    listField: "list",
    risk,
    login: () => refuse(401, "请先登录", 401),
    verification: () => html(verificationPage),
    route(request) {
      const { path } = request;
      const dictionary = DICTIONARIES[path];
      if (dictionary) return { target: "dictionary", name: path, answer: () => json(dictionary()) };
      if (path === LIST) return routeList(request);
      if (path === "/sou") return { target: "page", name: path, answer: () => html(searchPage) };
      if (path === DETAIL) return { target: "detail", name: path, answer: () => detail(request) };
      const company = COMPANY.exec(path)?.[1];
      if (company === undefined) return null;
      const items = index.ofCompany(company);
      const [first] = items;
      const answer = () => (first ? html(companyPage(first, items.length)) : html("<h1>404</h1>", 404));
      return { target: "company", name: "/{companyNumber}.htm", answer };
    },
  };
}

function detailOf(item: ZhilianItem) {
  const { jobSummary, ...fields } = zhilianFields(item);
  return {
    detailedPosition: { ...fields, jobDesc: jobSummary, staff: staffOf(item) },
    detailedCompany: companyOf(item),
  };
}
