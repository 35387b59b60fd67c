import { parse } from "node-html-parser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ask, FIXTURE, qcwyRequest, SIGN_KEY } from "../../../tests/support/job-boards/test-client.ts";
import { type JobBoards, startJobBoards } from "../start.ts";

let boards: JobBoards;
let origin: string;
beforeAll(async () => {
  boards = await startJobBoards({ corpus: { file: FIXTURE }, signKey: SIGN_KEY });
  origin = boards.qcwy.url;
});
afterAll(() => boards.close());

const list = async (ask: Ask) => JSON.parse(await (await fetch(qcwyRequest(origin, ask))).text());
const page = async (path: string) => {
  const answer = await fetch(origin + path);
  return { status: answer.status, text: await answer.text() };
};

test("a signed request is answered in the site's envelope and fields", async () => {
  const answer = await list({ keyword: "java", city: "020000" });
  expect(answer).toMatchObject({ status: "1", resultbody: { job: { totalCount: 2 } } });
  expect(answer.resultbody.requestId).toMatch(/^[0-9a-f]{16}$/);
  const [first, second] = answer.resultbody.job.items;
  expect(first).toMatchObject({
    jobName: "Java开发工程师",
    jobTags: ["3-4年", "本科", "java", "spring", "五险一金"],
    provideSalaryString: "1.2-2万·13薪",
    jobSalaryMin: "12000",
    jobSalaryMax: "20000",
    workYearString: "3-4年",
    degreeString: "本科",
    issueDateString: "2023-08-30 10:00:00",
    updateDateTime: "2023-08-30 10:00:00",
    jobAreaCode: "020000",
    jobAreaString: "上海·浦东新区",
    jobAreaLevelDetail: { cityString: "上海", districtString: "浦东新区" },
    companyName: "上海甲乙软件",
    fullCompanyName: "上海甲乙软件有限公司",
    companyTypeString: "民营",
    companySizeString: "50-150人",
    industryType1Str: "计算机软件",
  });
  expect(first.jobId).toMatch(/^\d{9}$/);
  expect(first.encCoId).toMatch(/^\w{20}$/);
  expect(first.encCoId).toBe(second.encCoId);
});

test("a wrong, missing or moved signature meets the risk page", async () => {
  const good = qcwyRequest(origin, { keyword: "java" });
  const requests = [
    qcwyRequest(origin, { keyword: "java" }, "another-key"),
    new Request(good.url, { headers: { "From-Domain": "51job_web" } }),
    new Request(good.url, { headers: { sign: good.headers.get("sign") ?? "" } }),
    new Request(`${good.url}&extra=1`, { headers: good.headers }),
  ];
  for (const request of requests) {
    const text = await (await fetch(request)).text();
    expect(text).toMatch(/^</);
    expect(text).toContain("滑动验证页面");
  }
});

test("a search without hits is a true zero; codes that are not the site's are refused", async () => {
  expect(await list({ keyword: "无此职位" })).toMatchObject({
    status: "1",
    resultbody: { job: { totalCount: 0, items: [] } },
  });
  for (const ask of [{ city: "990000" }, { filters: { degree: "99" } }, { page: 0 }])
    expect((await list(ask)).status).toBe("0");
});

test("the posting's page shows what the list shows", async () => {
  const [job] = (await list({ keyword: "数据分析师" })).resultbody.job.items;
  const { text } = await page(`/x/${job.jobId}.html`);
  const root = parse(text);
  expect(root.querySelector(".cn h1")?.getAttribute("title")).toBe("数据分析师\n（Python方向）");
  expect(root.querySelector(".cn strong")?.text).toBe("8千-1.3万");
  expect(root.querySelector(".msg.ltype")?.getAttribute("title")).toContain("北京-海淀区");
  expect(root.querySelector(".job_msg")?.text).toContain("岗位职责");
  expect(root.querySelector(".com_tag .i_people")?.parentNode?.getAttribute("title")).toBe("1000-5000人");
  expect((await page("/x/1.html")).status).toBe(404);
});

test("the company's page shows name, kind, size and industry", async () => {
  const [job] = (await list({ keyword: "数据分析师" })).resultbody.job.items;
  const root = parse((await page(`/all/co${job.encCoId}.html`)).text);
  expect(root.querySelector("h1")?.text).toBe("北京丙丁科技股份有限公司");
  expect(root.querySelector(".ltype")?.text.split(/\s*\|\s*/)).toEqual([
    "已上市",
    "1000-5000人",
    "互联网/电子商务",
  ]);
  expect((await page("/all/conobody.html")).status).toBe(404);
});
