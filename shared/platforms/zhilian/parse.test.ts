import { describe, expect, test } from "vitest";
import { answerOf } from "../../../tests/support/platforms/raw-rows.ts";
import { zhilian } from "./adapter.ts";
import detail from "./fixtures/detail.json" with { type: "json" };
import list from "./fixtures/list.json" with { type: "json" };

const [first, second] = list.data.list;

test("months of pay have a field of their own; those in the text come first", () => {
  const job = (fields: object) => zhilian.parseJob({ ...first, ...fields })?.job;
  expect(job({ salary60: "1.5-2.5万", salaryCount: "13薪" })).toMatchObject({
    salary_months: 13,
    unread: [],
  });
  expect(job({ salary60: "1.5-2.5万", salaryCount: 14 })?.salary_months).toBe(14);
  const none = job({ salary60: "1.5-2.5万", salaryCount: "0" });
  expect([none?.salary_months, none?.unread.includes("salary_months")]).toEqual([null, false]);
  expect(job({ salary60: "1.5-2.5万·15薪", salaryCount: "13薪" })?.salary_months).toBe(15);
  expect(job({ salary60: "1.5-2.5万", salaryCount: "多薪" })).toMatchObject({
    salary_min: 15_000,
    salary_months: null,
    unread: ["salary_months"],
  });
});

test("typed text is what a reader sees", () => {
  const jobSummary = "岗位职责：&lt;br&gt;1. 开发&#xa;2. 测试&nbsp;&amp;";
  const job = zhilian.parseJob({
    ...first,
    jobSummary,
    name: "R&amp;D 工程师",
    jobSkillTags: "C&amp;C,Java",
  })?.job;
  expect(job).toMatchObject({
    description: "岗位职责：\n1. 开发\n2. 测试 &",
    title: "R&D 工程师",
    skills: ["C&C", "Java"],
  });
});

test("reads a list row", () => {
  expect(zhilian.parseJob(first)?.job).toEqual({
    platform: "zhilian",
    job_key: "CC123456789J00000000001",
    company_key: "CZ123456789",
    title: "Python开发",
    salary_text: "1.1-1.5万",
    salary_min: 11_000,
    salary_max: 15_000,
    salary_period: "month",
    salary_months: null,
    monthly_min: 11_000,
    monthly_max: 15_000,
    city: "北京",
    city_code: "530",
    district: "海淀区",
    business_area: null,
    experience_text: "3-5年",
    experience: "3-5",
    experience_min_years: 3,
    experience_max_years: 5,
    degree_text: "本科",
    degree: "bachelor",
    company_name: "示例信息有限公司",
    company_size_text: "100-299人",
    company_size: "100-499",
    company_size_min: 100,
    company_size_max: 299,
    company_type: "民营",
    company_stage: "A轮",
    industry: "IT服务",
    skills: ["Python", "Flask"],
    welfare: ["五险一金", "双休"],
    tags: [],
    description: "负责平台开发。",
    job_type: "全职",
    lon: 116.31,
    lat: 39.98,
    coordinate_system: "GCJ-02",
    url: "http://jobs.zhaopin.com/CC123456789J00000000001.htm",
    recruiter_position: "人事经理",
    is_proxy: null,
    published_at: Date.parse("2023-08-01T09:00:00+08:00"),
    updated_at: Date.parse("2023-08-30T10:00:00+08:00"),
    unread: [],
  });
  expect(zhilian.parseJob(first)?.company).toMatchObject({
    company_key: "CZ123456789",
    name: "示例信息有限公司",
    company_type: "民营",
    company_stage: "A轮",
    url: "https://company.zhaopin.com/CZ123456789.htm",
  });
});

test("the company's key falls back to the address of its page", () => {
  const row = {
    number: "CC1",
    companyNumber: "",
    companyUrl: "https://company.zhaopin.com/CZ555.htm?refcode=1",
  };
  expect(zhilian.companyKey(row)).toBe("CZ555");
  expect(zhilian.companyKey({ ...row, companyUrl: "https://special.example/x.htm" })).toBeNull();
});

test("a negotiable salary is read, without figures", () => {
  expect(zhilian.parseJob(second)?.job).toMatchObject({
    salary_text: "面议",
    salary_min: null,
    salary_period: null,
    experience: "any",
    degree: "any",
    lon: null,
    unread: [],
  });
});

describe("a detail", () => {
  test("is read like a row, under its longer names", () => {
    const answer = zhilian.readDetail(answerOf(detail));
    expect(answer).toMatchObject({ outcome: "ok", item: detail.data });
    const parsed = zhilian.parseJob(answer.item);
    expect(parsed?.job).toMatchObject({
      job_key: "CC123456789J00000000001",
      company_key: "CZ123456789",
      title: "Python开发",
      city: "北京",
      district: "海淀区",
      experience: "3-5",
      degree: "bachelor",
      company_size: "100-499",
      company_stage: "A轮",
      description: "负责平台开发。\n熟悉 Python。",
      recruiter_position: "人事经理",
      unread: [],
    });
    expect(parsed?.company).toMatchObject({ description: "做信息的公司。", company_type: "民营" });
  });

  test("says what happened when there is none", () => {
    expect(zhilian.readDetail(answerOf({ code: 404, message: "x", data: null })).outcome).toBe("blocked");
    expect(zhilian.readDetail(answerOf({ code: 200, data: { position: {} } })).outcome).toBe("schema-drift");
    expect(zhilian.readDetail(answerOf({ code: 200, data: { detailedPosition: {} } })).outcome).toBe(
      "schema-drift",
    );
    expect(zhilian.readDetail(answerOf("", 404)).outcome).toBe("true-zero");
  });
});

describe("a company page", () => {
  const company = {
    companyNumber: "CZ123456789",
    companyName: "示例</信息>{有限}公司",
    companySize: "100-299人",
    propertyName: "民营",
    address: "北京海淀区",
  };
  const page = (state: unknown) =>
    `<html><script>__INITIAL_STATE__=${JSON.stringify(state).replace(/</g, "\\u003c")}</script></html>`;

  test("is read by its embedded JSON", () => {
    const answer = zhilian.readCompany(
      answerOf(page({ company: { companyDetail: company } })),
      "CZ123456789",
    );
    expect(answer).toMatchObject({ outcome: "ok", item: company });
    expect(zhilian.parseCompany(answer.item)).toMatchObject({
      name: "示例</信息>{有限}公司",
      company_size: "100-499",
      address: "北京海淀区",
    });
  });

  test("of another company, without state, or a captcha is not taken", () => {
    expect(zhilian.readCompany(answerOf(page({ company })), "CZ000000000").outcome).toBe("schema-drift");
    expect(zhilian.readCompany(answerOf("<html>x</html>"), "CZ1").outcome).toBe("schema-drift");
    expect(zhilian.readCompany(answerOf('<div id="captcha"></div>'), "CZ1").outcome).toBe("blocked");
  });
});
