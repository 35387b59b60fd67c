import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Ask,
  FIXTURE,
  SIGN_KEY,
  zhilianRequest,
} from "../../../tests/support/job-boards/test-client.ts";
import { type JobBoards, startJobBoards } from "../start.ts";

let boards: JobBoards;
let origin: string;
beforeAll(async () => {
  boards = await startJobBoards({ corpus: { file: FIXTURE }, signKey: SIGN_KEY });
  origin = boards.zhilian.url;
});
afterAll(() => boards.close());

const answerOf = async (request: Request | string) => JSON.parse(await (await fetch(request)).text());
const list = (ask: Ask) => answerOf(zhilianRequest(origin, ask));

test("a request is answered in the site's envelope and fields", async () => {
  const answer = await list({ keyword: "java", city: "538" });
  expect(answer).toMatchObject({ code: 200, data: { count: 2, isEndPage: 1, isVerification: 0 } });
  const [first, second] = answer.data.list;
  expect(first).toMatchObject({
    name: "Java开发工程师",
    salaryReal: "12000-20000",
    workCity: "上海",
    cityId: "538",
    cityDistrict: "浦东新区",
    education: "本科",
    workingExp: "3-5年",
    workType: "全职",
    publishTime: "2023-08-30 10:00:00",
    companyName: "上海甲乙软件有限公司",
    propertyName: "民营",
    industryName: "计算机软件",
    jobSkillTags: [{ name: "java" }, { name: "spring" }],
    welfareTagList: ["五险一金"],
  });
  expect(["1.2-2万·13薪", "12000-20000元·13薪"]).toContain(first.salary60);
  expect(first.number).toMatch(/^CC\d{9}J\d{11}$/);
  expect(first.companyNumber).toMatch(/^CZ\d{9}$/);
  expect(first.companyNumber).toBe(second.companyNumber);
  expect(["在线", "离线"]).toContain(first.staffCard.hrOnlineState);
  expect(first.firstPublishTime <= first.publishTime).toBe(true);
});

test("a request without the site's headers is asked for a verification", async () => {
  const good = zhilianRequest(origin, { keyword: "java" });
  for (const name of ["x-zp-platform", "x-zp-page-code", "content-type"]) {
    const request = new Request(good.clone());
    request.headers.delete(name);
    expect((await answerOf(request)).data.isVerification, name).toBe(1);
  }
});

test("a body that is no JSON object, a GET and unknown codes are refused", async () => {
  const { headers } = zhilianRequest(origin, {});
  const url = `${origin}/c/i/search/positions`;
  for (const body of ["", "[]", "null", "{"])
    expect((await answerOf(new Request(url, { method: "POST", headers, body }))).code).toBe(400);
  expect((await answerOf(new Request(url, { headers }))).code).toBe(400);
  for (const ask of [{ city: "99999" }, { filters: { S_SOU_SALARY: "1,2" } }, { page: -1 }])
    expect((await list(ask)).code).toBe(400);
});

test("a posting leads to its detail and to its company's page", async () => {
  const [row] = (await list({ keyword: "架构师" })).data.list;
  const detail = await answerOf(`${origin}/c/i/jobs/position-detail-new?number=${row.number}`);
  expect(detail).toMatchObject({
    code: 200,
    data: {
      detailedPosition: { number: row.number, name: "Java架构师" },
      detailedCompany: { companyNumber: row.companyNumber },
    },
  });
  expect(detail.data.detailedPosition.jobDesc).toContain("岗位职责");
  const page = await (await fetch(`${origin}/${row.companyNumber}.htm`)).text();
  const state = JSON.parse(/__INITIAL_STATE__=(.*)<\/script>/.exec(page)?.[1] ?? "null");
  expect(state.company.companyDetail).toMatchObject({
    companyNumber: row.companyNumber,
    companyName: "上海甲乙软件有限公司",
  });
  expect((await answerOf(`${origin}/c/i/jobs/position-detail-new?number=CC1`)).code).toBe(404);
  expect((await fetch(`${origin}/CZ1.htm`)).status).toBe(404);
});
