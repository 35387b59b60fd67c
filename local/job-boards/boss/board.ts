/** Boss直聘: routes and envelopes. */
import { PAGE_SIZE } from "../../../shared/platforms/boss/codes.ts";
import type { Answer, Board, BoardOptions, BoardRequest, Route } from "../board.ts";
import { cutPage, html, json, pageNumber } from "../board.ts";
import { describePosting } from "../corpus/details.ts";
import type { Posting } from "../corpus/posting.ts";
import { inventoryOf } from "../inventory.ts";
import { cityCode, readSearch } from "../params.ts";
import { PostingIndex } from "../posting-index.ts";
import { freshSalt, type Template, writeList } from "../template.ts";
import { Environment } from "./environment.ts";
import { companyJobsPage, companyPage, searchPage, verificationPage } from "./pages.ts";
import { type BossItem, bossFields, codes, layout } from "./posting.ts";
import { openSecurityId } from "./security-id.ts";

const LIST = "/wapi/zpgeek/search/joblist.json";
const DETAIL = "/wapi/zpgeek/job/detail.json";
const BRAND_JOBS = "/wapi/zpgeek/brand/job/querylist.json";
const COMPANY = /^\/gongsi\/([\w~-]+)\.html$/;
const COMPANY_JOBS = /^\/gongsi\/job\/[\w~-]+\.html$/;
/** Maximum number of postings in a company's own list. */
const BRAND_CAP = 200;

const refuse = (code: number, message: string, zpData: unknown = {}) =>
  json(JSON.stringify({ code, message, zpData }));
/** The real site's answer to unknown parameters is not documented; 17 is a code without a known meaning. */
const badParameters = () => refuse(17, "请求参数有误");

export function bossBoard(postings: readonly Posting[], { bossOpen, caps }: BoardOptions): Board {
  const index = new PostingIndex<Template>(postings, layout);
  const environment = new Environment();
  const risk = () =>
    refuse(37, "您的环境存在异常.", { name: "environment", seed: environment.open(), ts: Date.now() });

  function searchOf({ query }: BoardRequest) {
    const read = (name: string) => query.get(name) ?? "";
    const search = readSearch(codes, read("query"), read("city"), read);
    const page = pageNumber(query.get("page") || 1);
    return search && page ? { ...search, page } : null;
  }

  function list(search: NonNullable<ReturnType<typeof searchOf>>): Answer {
    const found = index.search(search);
    // The site reports no more than one query reaches.
    return listAnswer(found, search.page, caps.boss, Math.min(found.length, caps.boss));
  }

  function listAnswer(found: readonly BossItem[], page: number, cap: number, total = found.length): Answer {
    const { rows, more } = cutPage(found, page, PAGE_SIZE, cap);
    const counts = `"resCount":${Math.min(found.length, cap)},"totalCount":${total}`;
    const head = `{"code":0,"message":"Success","zpData":{${counts},"hasMore":${more},"jobList":[`;
    return json(
      writeList(
        head,
        rows.map(({ extra }) => extra),
        "]}}",
        freshSalt(),
      ),
    );
  }

  function detail({ query }: BoardRequest): Answer {
    const key = openSecurityId(query.get("securityId") ?? "");
    if (!key) return badParameters();
    const item = index.get(key);
    return item
      ? json(JSON.stringify({ code: 0, message: "Success", zpData: detailOf(item) }))
      : refuse(1, "该职位已关闭");
  }

  function routeList(request: BoardRequest): Route {
    const search = searchOf(request);
    const allowed = bossOpen || environment.passes(request.headers.cookie);
    return {
      target: "list",
      name: LIST,
      search: search ?? undefined,
      answer: () => (allowed ? (search ? list(search) : badParameters()) : risk()),
    };
  }

  return {
    platform: "boss",
    inventory: inventoryOf(index, (city) => cityCode(codes, city)),
    verificationTarget: bossOpen ? "list" : "page",
    listField: "jobList",
    risk,
    login: () => refuse(7, "当前登录状态已失效"),
    verification: () => html(verificationPage),
    route(request) {
      const { path } = request;
      if (path === LIST) return routeList(request);
      if (path === "/web/geek/job")
        return {
          target: "page",
          name: path,
          search: searchOf(request) ?? undefined,
          answer: () => html(searchPage(environment.open())),
        };
      if (path === DETAIL) return { target: "detail", name: path, answer: () => detail(request) };
      if (path === BRAND_JOBS) {
        const brand = request.query.get("brandId") ?? request.query.get("encryptBrandId") ?? "";
        const search = searchOf(request);
        const answer = () => {
          if (!search) return badParameters();
          const own = new Set(index.ofCompany(brand));
          const found = index.search({ ...search, keyword: "" }).filter((item) => own.has(item));
          return listAnswer(found, search.page, Math.min(BRAND_CAP, caps.boss));
        };
        return { target: "company", name: path, answer };
      }
      if (COMPANY_JOBS.test(path))
        return { target: "page", name: "/gongsi/job/{encryptBrandId}.html", answer: () => html(companyJobsPage) };
      const brand = COMPANY.exec(path)?.[1];
      if (brand === undefined) return null;
      const items = index.ofCompany(brand);
      const [first] = items;
      const answer = () => (first ? html(companyPage(first, items.length)) : html("<h1>404</h1>", 404));
      return { target: "company", name: "/gongsi/{encryptBrandId}.html", answer };
    },
  };
}

function detailOf(item: BossItem) {
  const fields = bossFields(item);
  return {
    pageType: 0,
    jobInfo: {
      encryptId: item.key,
      jobName: fields.jobName,
      locationName: fields.cityName,
      location: fields.city,
      experienceName: fields.jobExperience,
      degreeName: fields.jobDegree,
      jobType: fields.jobType,
      proxyJob: fields.proxyJob,
      salaryDesc: fields.salaryDesc,
      postDescription: describePosting(item.posting),
      address: `${fields.cityName}${fields.areaDistrict}`,
      longitude: fields.gps?.longitude ?? null,
      latitude: fields.gps?.latitude ?? null,
      showSkills: fields.skills,
      jobStatusDesc: "最新",
    },
    bossInfo: {
      name: fields.bossName,
      title: fields.bossTitle,
      activeTimeDesc: "刚刚活跃",
      bossOnline: Date.now() % 2 === 0,
      brandName: fields.brandName,
    },
    brandComInfo: {
      encryptBrandId: item.companyKey,
      brandName: fields.brandName,
      logo: fields.brandLogo,
      stageName: fields.brandStageName,
      scaleName: fields.brandScaleName,
      industryName: fields.brandIndustry,
      introduce: "",
      labels: fields.welfareList,
    },
  };
}
