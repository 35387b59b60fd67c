import { describe, expect, test } from "vitest";
import { answerOf } from "../../../tests/support/platforms/raw-rows.ts";
import { boss } from "./adapter.ts";
import detail from "./fixtures/detail.json" with { type: "json" };
import list from "./fixtures/list.json" with { type: "json" };

const [first, second] = list.zpData.jobList;

test("reads a list row", () => {
  expect(boss.parseJob(first)?.job).toEqual({
    platform: "boss",
    job_key: "a1b2c3d4e5f60718~aBcDeFgHiJ",
    company_key: "brand-1~",
    title: "Python后端工程师",
    salary_text: "15-25K·14薪",
    salary_min: 15_000,
    salary_max: 25_000,
    salary_period: "month",
    salary_months: 14,
    monthly_min: 15_000,
    monthly_max: 25_000,
    city: "北京",
    city_code: "101010100",
    district: "海淀区",
    business_area: "中关村",
    experience_text: "3-5年",
    experience: "3-5",
    experience_min_years: 3,
    experience_max_years: 5,
    degree_text: "本科",
    degree: "bachelor",
    company_name: "示例科技",
    company_size_text: "100-499人",
    company_size: "100-499",
    company_size_min: 100,
    company_size_max: 499,
    company_type: null,
    company_stage: "B轮",
    industry: "互联网",
    skills: ["Python", "Django", "MySQL"],
    welfare: ["五险一金", "年终奖"],
    tags: ["3-5年", "本科"],
    description: null,
    job_type: "全职",
    lon: 116.316833,
    lat: 39.981766,
    coordinate_system: "GCJ-02",
    url: "https://www.zhipin.com/job_detail/a1b2c3d4e5f60718~aBcDeFgHiJ.html",
    recruiter_position: "招聘经理",
    is_proxy: false,
    published_at: null,
    updated_at: 1_693_270_750_000,
    unread: [],
  });
});

test("reads a sparse row: what is missing is null", () => {
  expect(boss.parseJob(second)?.job).toMatchObject({
    salary_period: "day",
    monthly_min: 4350,
    monthly_max: 6525,
    district: null,
    business_area: null,
    experience: "graduate",
    company_stage: null,
    job_type: "实习",
    is_proxy: true,
    lon: null,
    coordinate_system: null,
    recruiter_position: null,
    unread: [],
  });
});

test("30 months of pay are kept out and named; the figures stay", () => {
  expect(boss.parseJob({ ...first, salaryDesc: "25-50K·30薪" })?.job).toMatchObject({
    salary_min: 25_000,
    salary_max: 50_000,
    salary_months: null,
    unread: ["salary_months"],
  });
});

test("experience and degree come from the labels where a row has no fields for them", () => {
  const bare = {
    ...first,
    jobExperience: "",
    jobDegree: null,
    jobLabels: ["双休", "5-10年", "硕士", "不限"],
  };
  expect(boss.parseJob(bare)?.job).toMatchObject({
    experience_text: "5-10年",
    experience: "5-10",
    degree_text: "硕士",
    degree: "master",
    unread: [],
  });
  expect(boss.parseJob({ ...bare, jobLabels: [] })?.job).toMatchObject({ experience: null, degree: null });
  expect(boss.parseJob({ ...first, jobLabels: ["1-3年", "大专"] })?.job).toMatchObject({
    experience: "3-5",
    degree: "bachelor",
  });
});

test.each(["深圳示例科技有...", "深圳示例科技有…", "深圳示例科技有．．．"])(
  "%s is a cut name",
  (brandName) => {
    const cut = brandName.normalize("NFKC");
    const alone = boss.parseJob({ ...first, brandName: cut });
    expect(alone?.job).toMatchObject({ company_name: cut, unread: ["company_name"] });
    expect(alone?.company).toMatchObject({ name: cut, unread: ["name"] });
    const known = boss.parseJob({ ...first, brandName: cut, customerBrandName: "深圳示例科技有限公司" });
    expect(known?.job).toMatchObject({ company_name: "深圳示例科技有限公司", unread: ["company_name"] });
    expect(known?.company).toMatchObject({ name: "深圳示例科技有限公司", unread: ["name"] });
  },
);

test("keeps what it cannot read, and names it", () => {
  const odd = {
    ...first,
    salaryDesc: "-K",
    jobExperience: "5天/周",
    jobDegree: { level: 3 },
    cityName: "广东省",
  };
  expect(boss.parseJob(odd)?.job).toMatchObject({
    salary_text: "-K",
    salary_min: null,
    experience_text: "5天/周",
    experience: null,
    degree_text: '{"level":3}',
    degree: null,
    city: "广东省",
    unread: ["salary", "city", "experience", "degree"],
  });
});

test("reads the company off a list row", () => {
  expect(boss.parseJob(first)?.company).toMatchObject({
    platform: "boss",
    company_key: "brand-1~",
    name: "示例科技",
    company_stage: "B轮",
    company_size: "100-499",
    industry: "互联网",
    logo: "https://img.example/brand-1.png",
    url: "https://www.zhipin.com/gongsi/brand-1~.html",
  });
  expect(boss.parseJob({ ...first, encryptBrandId: "" })?.company).toBeNull();
});

describe("a detail", () => {
  test("is read like a row, with its description", () => {
    const answer = boss.readDetail(answerOf(detail));
    expect(answer).toMatchObject({ outcome: "ok", item: detail.zpData });
    const parsed = boss.parseJob(answer.item);
    const { description, tags: _tags, skills: _skills, updated_at: _updated, ...rest } = parsed?.job ?? {};
    expect(description).toContain("熟悉 Python");
    const row = boss.parseJob(first)?.job;
    expect(rest).toMatchObject({
      job_key: row?.job_key,
      company_key: row?.company_key,
      monthly_max: row?.monthly_max,
      experience: row?.experience,
      degree: row?.degree,
      company_size: row?.company_size,
      welfare: row?.welfare,
      lon: row?.lon,
      recruiter_position: "招聘经理",
      unread: [],
    });
    expect(parsed?.company).toMatchObject({
      full_name: "示例科技（北京）有限公司",
      description: "做示例的公司。",
    });
  });

  test("says what happened when there is none", () => {
    expect(boss.readDetail(answerOf({ code: 37, message: "异常", zpData: {} })).outcome).toBe("blocked");
    expect(boss.readDetail(answerOf({ code: 0, zpData: { job: {} } }))).toMatchObject({
      outcome: "schema-drift",
      reason: expect.stringContaining("zpData.jobInfo"),
    });
    expect(boss.readDetail(answerOf({ code: 0, zpData: { jobInfo: {} } })).outcome).toBe("schema-drift");
    expect(boss.readDetail(answerOf("", 404)).outcome).toBe("true-zero");
  });
});

describe("a company page", () => {
  const page = `<!DOCTYPE html><html><body><div class="company-banner"><img src="https://img.example/b.png?x=2">
    <h1 class="name">示例 &amp; 科技</h1><p>B轮 · 100-499人 · <a>互联网</a></p></div>
    <div class="company-intro"><div class="text">第一行<br>第二行</div></div>
    <div class="location-address">北京海淀区中关村大街1号</div></body></html>`;

  test("is read by its visible parts", () => {
    const answer = boss.readCompany(answerOf(page), "brand-1~");
    expect(answer.outcome).toBe("ok");
    expect(boss.parseCompany(answer.item)).toMatchObject({
      company_key: "brand-1~",
      name: "示例 & 科技",
      company_stage: "B轮",
      company_size: "100-499",
      industry: "互联网",
      logo: "https://img.example/b.png",
      address: "北京海淀区中关村大街1号",
      description: "第一行\n第二行",
      unread: [],
    });
  });

  test("is read without a stage, and by its embedded JSON where there is some", () => {
    const bare = boss.readCompany(answerOf(page.replace("B轮 · ", "")), "brand-1~");
    expect(boss.parseCompany(bare.item)).toMatchObject({ company_stage: null, industry: "互联网" });
    const state = {
      a: [{ brand: { encryptBrandId: "brand-1~", brandName: "括号}公司", scaleName: "20-99人" } }],
    };
    const script = `<html><script>window.__INITIAL_STATE__ = ${JSON.stringify(state)};</script></html>`;
    const embedded = boss.readCompany(answerOf(script), "brand-1~");
    expect(boss.parseCompany(embedded.item)).toMatchObject({ name: "括号}公司", company_size: "20-99" });
  });

  test("shows its credit code; one with a wrong check character is kept as unread, never as a code", () => {
    const business = (code: string) =>
      `<div class="company-business"><ul><li>企业名称：示例科技有限公司</li><li><span>统一社会信用代码：</span>${code}</li></ul></div></body>`;
    const read = (code: string, from = page) =>
      boss.parseCompany(boss.readCompany(answerOf(from.replace("</body>", business(code))), "brand-1~").item);
    expect(read("91350100M000100Y43")).toMatchObject({ credit_code: "91350100M000100Y43", unread: [] });
    expect(read(" ９１350100m000100y43")).toMatchObject({ credit_code: "91350100M000100Y43", unread: [] });
    for (const wrong of ["91350100M000100Y44", "9135010*********43", "440301103097413"])
      expect(read(wrong), wrong).toMatchObject({ credit_code: null, unread: ["credit_code"] });
    expect(boss.parseCompany(boss.readCompany(answerOf(page), "brand-1~").item)).toMatchObject({
      credit_code: null,
      unread: [],
    });
    const state = { brand: { encryptBrandId: "brand-1~", brandName: "示例" } };
    const script = `<html><body><script>window.__INITIAL_STATE__ = ${JSON.stringify(state)};</script></body></html>`;
    expect(read("91350100M000100Y43", script)).toMatchObject({ credit_code: "91350100M000100Y43" });
  });

  test("that is no company page is blocked or drifted", () => {
    const verify = '<html><div class="verify-wrap">完成验证后即可正常使用</div></html>';
    expect(boss.readCompany(answerOf(verify), "b")).toMatchObject({ outcome: "blocked", item: null });
    expect(boss.readCompany(answerOf("<html><p>x</p></html>"), "b")).toMatchObject({
      outcome: "schema-drift",
      reason: expect.stringContaining("company name"),
    });
    expect(boss.readCompany(answerOf("", 404), "b").outcome).toBe("true-zero");
  });
});
