import { createContext, runInContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  bossCookie,
  bossUrl,
  control,
  FIXTURE,
  holds,
  SIGN_KEY,
} from "../../../tests/support/job-boards/test-client.ts";
import { type JobBoards, startJobBoards } from "../start.ts";

let boards: JobBoards;
let origin: string;
beforeAll(async () => {
  boards = await startJobBoards({ corpus: { file: FIXTURE }, signKey: SIGN_KEY });
  origin = boards.boss.url;
});
afterAll(() => boards.close());

async function ask(path: string, cookie?: string) {
  const answer = await fetch(path.startsWith("http") ? path : origin + path, {
    headers: cookie ? { cookie } : {},
  });
  return { status: answer.status, text: await answer.text() };
}

const list = async (keyword: string, cookie?: string) =>
  JSON.parse((await ask(bossUrl(origin, { keyword }), cookie)).text);

test("the list refuses a client that ran no script", async () => {
  expect(await list("java")).toMatchObject({ code: 37, zpData: { name: "environment" } });
  expect(await list("java", "__zp_stoken__=00112233")).toMatchObject({ code: 37 });
});

test("the list answers with the cookie of the search page", async () => {
  const answer = await list("java", `other=1; ${await bossCookie(origin)}`);
  expect(answer).toMatchObject({ code: 0, message: "Success" });
  expect(answer.zpData).toMatchObject({ hasMore: false, resCount: 3, totalCount: 3 });
});

test("a row has the site's fields", async () => {
  const { zpData } = await list("java", await bossCookie(origin));
  const [first, second, third] = zpData.jobList;
  expect(first).toMatchObject({
    jobName: "Java开发工程师",
    salaryDesc: "12-20K·13薪",
    jobLabels: ["3-5年", "本科"],
    skills: ["java", "spring"],
    jobExperience: "3-5年",
    jobDegree: "本科",
    city: 101020100,
    cityName: "上海",
    areaDistrict: "浦东新区",
    welfareList: ["五险一金"],
    brandName: "上海甲乙软件有限公司",
    brandIndustry: "计算机软件",
    proxyJob: 0,
    lastModifyTime: Date.parse("2023-08-30T02:00:00Z"),
  });
  expect(first.encryptJobId).toMatch(/^[0-9a-f]{18}[\w-]{10}$/);
  expect(first.encryptBrandId).toMatch(/^[0-9a-f]{18}[\w-]{9}~$/);
  expect(first.gps.longitude).toBeCloseTo(121.47, 0);
  expect(second).toMatchObject({ salaryDesc: "25-42K", jobExperience: "10年以上", jobDegree: "硕士" });
  expect(third).toMatchObject({ salaryDesc: "面议", city: 101918200, cityName: "佛山", gps: null });
});

test("the search page's own script makes the cookie and asks for the page's query", async () => {
  const cookie: string[] = [];
  const asked: string[] = [];
  const cards: { text: string[] }[] = [];
  const element = () => {
    const made = {
      text: [] as string[],
      className: "",
      textContent: "",
      append: (...parts: unknown[]) => {
        for (const part of parts)
          if (part && typeof part === "object" && "textContent" in part)
            made.text.push(String(part.textContent));
      },
    };
    return made;
  };
  const shown = Promise.withResolvers<void>();
  const box = {
    append: (card: { text: string[] }) => {
      if (cards.push(card) === 3) shown.resolve();
    },
  };
  const { text } = await ask("/web/geek/job?query=java&city=100010000&experience=&degree=&page=1");
  const script = /<script>([\s\S]*)<\/script>/.exec(text)?.[1] ?? "";
  const context = createContext({
    URLSearchParams,
    location: { search: "?query=java&city=100010000&experience=&degree=&page=1" },
    document: {
      set cookie(value: string) {
        cookie.push(value.split(";")[0] ?? "");
      },
      querySelector: () => box,
      createElement: element,
    },
    fetch: (path: string) => {
      asked.push(path);
      return fetch(origin + path, { headers: { cookie: cookie.join("; ") } });
    },
  });
  runInContext(script, context);
  await shown.promise;
  expect(new URLSearchParams(asked[0]?.split("?")[1]).get("query")).toBe("java");
  expect(cards[0]?.text).toEqual(["Java开发工程师", "上海·浦东新区", "12-20K·13薪", "上海甲乙软件有限公司"]);
});

test("security ids differ in every answer and lead to the same detail", async () => {
  const cookie = await bossCookie(origin);
  const rows = [await list("架构师", cookie), await list("架构师", cookie)].map(
    ({ zpData }) => zpData.jobList[0],
  );
  expect(rows[0].securityId).not.toBe(rows[1].securityId);
  expect(rows[0].lid).not.toBe(rows[1].lid);
  for (const { securityId, lid, encryptJobId, encryptBrandId } of rows) {
    const { text } = await ask(`/wapi/zpgeek/job/detail.json?${new URLSearchParams({ securityId, lid })}`);
    expect(JSON.parse(text)).toMatchObject({
      code: 0,
      zpData: {
        jobInfo: { encryptId: encryptJobId, jobName: "Java架构师", locationName: "上海" },
        bossInfo: { brandName: "上海甲乙软件有限公司" },
        brandComInfo: { encryptBrandId },
      },
    });
  }
  expect(JSON.parse((await ask("/wapi/zpgeek/job/detail.json?securityId=x&lid=y")).text).code).toBe(17);
});

test("a company has a page and a list of its postings", async () => {
  const { zpData } = await list("java", await bossCookie(origin));
  const { encryptBrandId } = zpData.jobList[0];
  const page = await ask(`/gongsi/${encryptBrandId}.html`);
  expect(page.text).toContain('<h1 class="name">上海甲乙软件有限公司</h1>');
  const jobs = await ask(`/wapi/zpgeek/brand/job/querylist.json?brandId=${encryptBrandId}&page=1`);
  expect(JSON.parse(jobs.text).zpData).toMatchObject({ totalCount: 2, hasMore: false });
  expect((await ask("/gongsi/none~.html")).status).toBe(404);
});

test("codes that are not the site's are refused, not answered with nothing", async () => {
  const cookie = await bossCookie(origin);
  for (const params of ["city=999", "experience=999", "page=0", "page=x"])
    expect(JSON.parse((await ask(`/wapi/zpgeek/search/joblist.json?${params}`, cookie)).text).code).toBe(17);
});

test("an unknown path is not found and counted", async () => {
  expect((await ask("/nowhere")).status).toBe(404);
  const stats = await control<{ requests: Record<string, number> }>(origin, "GET", "stats");
  expect(stats.requests["(unknown)"]).toBe(1);
});

test("a company's list ends at 200 postings", async () => {
  const busy = await startJobBoards({ corpus: { size: 1 }, signKey: SIGN_KEY, bossOpen: true });
  try {
    await control(busy.boss.url, "POST", "mutate", { add: 230 });
    expect((await holds(busy.boss.url, "", "")).count).toBe(231);
    const row = JSON.parse(await (await fetch(bossUrl(busy.boss.url, {}))).text()).zpData.jobList[0];
    const page = async (number: number) => {
      const url = `${busy.boss.url}/wapi/zpgeek/brand/job/querylist.json?brandId=${row.encryptBrandId}&page=${number}`;
      return JSON.parse(await (await fetch(url)).text()).zpData;
    };
    expect((await page(13)).hasMore).toBe(true);
    expect(await page(14)).toMatchObject({ hasMore: false, totalCount: 231 });
    expect((await page(14)).jobList).toHaveLength(5);
    expect((await page(15)).jobList).toHaveLength(0);
  } finally {
    await busy.close();
  }
});
