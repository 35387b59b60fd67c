import { describe, expect, test } from "vitest";
import { answerOf } from "../../../tests/support/platforms/raw-rows.ts";
import { qcwy } from "./adapter.ts";
import list from "./fixtures/list.json" with { type: "json" };

const [first, second] = list.resultbody.job.items;

test("reads a county directly under its province as the city", () => {
  const jobAreaLevelDetail = {
    provinceString: "海南省",
    cityString: "省直辖县级行政区划",
    districtString: "文昌市",
  };
  expect(qcwy.parseJob({ jobId: "1", jobAreaString: "海南", jobAreaLevelDetail })?.job).toMatchObject({
    city: "文昌",
    district: null,
    unread: [],
  });
});

describe("a number that JSON cannot hold exactly", () => {
  const large = "9223372036854775807";

  test("as the company's key is named", () => {
    const row = JSON.parse(`{"jobId":"1","coId":${large}}`);
    expect(qcwy.parseJob(row)).toMatchObject({ company: null, job: { unread: ["company_key"] } });
    expect(qcwy.parseJob({ ...row, encCoId: "a" })).toMatchObject({
      company: { company_key: "a" },
      job: { company_key: "a", unread: [] },
    });
  });

  test("as the posting's key comes from the page's own text", () => {
    const script = `<script>window.__INITIAL_STATE__={"jobId":${large},"jobName":"Java"}</script>`;
    const page = answerOf(`<html><input id="hidJobID" value="${large}">${script}</html>`);
    expect(qcwy.readDetail(page)).toMatchObject({ outcome: "ok", item: { jobId: large, jobName: "Java" } });
    expect(qcwy.readDetail(answerOf(`<html>${script}</html>`)).outcome).toBe("schema-drift");
  });
});

test("reads a list row", () => {
  expect(qcwy.parseJob(first)?.job).toEqual({
    platform: "qcwy",
    job_key: "150000001",
    company_key: "CoAbC123",
    title: "Python开发工程师",
    salary_text: "1.1-1.5万·13薪",
    salary_min: 11_000,
    salary_max: 15_000,
    salary_period: "month",
    salary_months: 13,
    monthly_min: 11_000,
    monthly_max: 15_000,
    city: "深圳",
    city_code: "040000",
    district: "宝安区",
    business_area: "西乡",
    experience_text: "3-4年",
    experience: "3-5",
    experience_min_years: 3,
    experience_max_years: 4,
    degree_text: "本科",
    degree: "bachelor",
    company_name: "深圳示例软件有限公司",
    company_size_text: "50-150人",
    company_size: null,
    company_size_min: 50,
    company_size_max: 150,
    company_type: "民营",
    company_stage: null,
    industry: "计算机软件",
    skills: ["django"],
    welfare: ["五险一金"],
    tags: ["3-4年", "本科", "django", "五险一金"],
    description: "负责业务系统开发。",
    job_type: "全职",
    lon: 113.889,
    lat: 22.575,
    coordinate_system: "BD-09",
    url: "https://jobs.51job.com/shenzhen-baq/150000001.html",
    recruiter_position: "人事主管",
    is_proxy: null,
    published_at: Date.parse("2023-08-29T08:59:10+08:00"),
    updated_at: Date.parse("2023-08-30T10:00:00+08:00"),
    unread: [],
  });
  expect(qcwy.parseJob(first)?.company).toMatchObject({
    company_key: "CoAbC123",
    name: "示例软件",
    full_name: "深圳示例软件有限公司",
    company_type: "民营",
    logo: "https://img.example/co.png",
    // The posting's place is not the company's.
    lon: null,
    address: null,
    url: "https://jobs.51job.com/all/coCoAbC123.html",
  });
});

test("reads a sparse row, and names the place that is no city", () => {
  expect(qcwy.parseJob(second)?.job).toMatchObject({
    company_key: "2758002",
    salary_min: null,
    monthly_max: 3000,
    experience: "none",
    degree_text: null,
    degree: null,
    company_size_text: null,
    city: "广东省",
    lon: null,
    unread: ["city"],
  });
});

test("the company's key falls back to its page, then to the number; employers without a name are null", () => {
  const companyHref = "https://jobs.51job.com/all/coXyZ9.html";
  const row = {
    jobId: "1",
    coId: "2758001",
    companyHref,
    encCoId: "",
    companyName: "",
    fullCompanyName: " ",
  };
  expect(qcwy.parseJob(row)?.job).toMatchObject({ company_key: "XyZ9", company_name: null, unread: [] });
  expect(qcwy.companyKey({ ...row, companyHref: "" })).toBe("2758001");
  expect(qcwy.companyKey({ ...row, companyHref: "", coId: 0 })).toBeNull();
  expect(qcwy.parseJob({ ...row, companyHref: "", coId: "0" })?.company).toBeNull();
  expect(qcwy.parseJob({ jobId: 0 })).toBeNull();
});

test("a municipality whose city is 市辖区 is read off the text beside it", () => {
  const jobAreaLevelDetail = { provinceString: "北京", cityString: "市辖区", districtString: "朝阳区" };
  const job = qcwy.parseJob({ jobId: "1", jobAreaString: "北京·朝阳区", jobAreaLevelDetail })?.job;
  expect(job).toMatchObject({ city: "北京", district: "朝阳区", unread: [] });
  expect(qcwy.parseJob({ jobId: "1", jobAreaLevelDetail })?.job.city).toBe("北京");
});

const JOB_PAGE = `<!DOCTYPE html><html><body><div class="tHeader tHjob"><input type="hidden" id="hidJobID" value="150000001">
<div class="cn"><h1 title="C++ &amp; Python">C++ &amp; Python</h1><strong>1.1-1.5万·13薪</strong>
<p class="cname"><a class="catn" href="https://jobs.51job.com/all/coCoAbC123.html?x=1">深圳示例软件有限公司</a></p>
<p class="msg ltype" title="深圳-宝安区&nbsp;&nbsp;|&nbsp;&nbsp;3-4年&nbsp;&nbsp;|&nbsp;&nbsp;本科&nbsp;&nbsp;|&nbsp;&nbsp;招2人&nbsp;&nbsp;|&nbsp;&nbsp;08-29发布">x</p>
<div class="jtag"><span class="sp4">五险一金</span><span class="sp4">年终奖金</span></div></div></div>
<div class="bmsg job_msg inbox"><p>第一条</p><p>第二条</p></div>
<div class="com_tag"><p class="at"><span></span>民营</p><p class="at">50-150人</p><p class="at">计算机软件</p></div></body></html>`;

describe("a job page", () => {
  test("is read by its visible parts", () => {
    const answer = qcwy.readDetail(answerOf(JOB_PAGE));
    expect(answer.outcome).toBe("ok");
    const parsed = qcwy.parseJob(answer.item);
    expect(parsed?.job).toMatchObject({
      job_key: "150000001",
      company_key: "CoAbC123",
      title: "C++ & Python",
      monthly_max: 15_000,
      city: "深圳",
      district: "宝安区",
      experience: "3-5",
      degree: "bachelor",
      description: "第一条\n第二条",
      welfare: ["五险一金", "年终奖金"],
      company_name: "深圳示例软件有限公司",
      company_type: "民营",
      // 50-150人 spans two bands.
      company_size: null,
      company_size_min: 50,
      company_size_max: 150,
      industry: "计算机软件",
      // The page names day and month only: without the time of the crawl they are not guessed.
      published_at: null,
      unread: ["published_at"],
    });
    const at = (iso: string) => Date.parse(`${iso}+08:00`);
    const crawled = (iso: string) => qcwy.parseJob(answer.item, at(iso))?.job;
    expect(crawled("2023-09-02T10:00")).toMatchObject({ published_at: at("2023-08-29T00:00"), unread: [] });
    expect(crawled("2023-08-29T00:30")?.published_at).toBe(at("2023-08-29T00:00"));
    expect(crawled("2023-08-28T23:30")?.published_at).toBe(at("2022-08-29T00:00"));
    const today = qcwy.readDetail(answerOf(JOB_PAGE.replace("08-29发布", "今天发布"))).item;
    expect(qcwy.parseJob(today, at("2023-09-02T00:30"))?.job.published_at).toBe(at("2023-09-02T00:00"));
    expect(parsed?.company).toMatchObject({
      company_key: "CoAbC123",
      url: "https://jobs.51job.com/all/coCoAbC123.html",
    });
  });

  test("is read by its embedded JSON where there is some", () => {
    const script = `<html><script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props: { job: first } })}</script></html>`;
    expect(qcwy.readDetail(answerOf(script)).item).toEqual(first);
  });

  test("that is none is blocked, drifted or gone", () => {
    const slider = '<html><div id="nocaptcha">亲，请拖动下方滑块完成验证</div></html>';
    expect(qcwy.readDetail(answerOf(slider)).outcome).toBe("blocked");
    expect(qcwy.readDetail(answerOf("<html></html>"))).toMatchObject({
      outcome: "schema-drift",
      reason: expect.stringContaining("job id"),
    });
    const renamed = JOB_PAGE.replace('class="cn"', 'class="head"');
    expect(qcwy.readDetail(answerOf(renamed)).reason).toContain("job name");
    expect(qcwy.readDetail(answerOf("<h1>404</h1>", 404)).outcome).toBe("true-zero");
  });
});

test("reads a company page", () => {
  const page = `<html><body><div class="tHCop"><input type="hidden" id="hidCoID" value="2758001"><img class="cimg" src="//img.example/co.png">
<h1 title="深圳示例软件有限公司">深圳示例软件有限公司</h1><p class="ltype" title="外资（非欧美） | 1000-5000人 | 电子技术/半导体">x</p></div>
<div class="con_txt">做软件的公司。</div><p class="fp"><span class="label">公司地址：</span>深圳宝安区</p></body></html>`;
  const answer = qcwy.readCompany(answerOf(page), "CoAbC123");
  expect(qcwy.parseCompany(answer.item)).toMatchObject({
    company_key: "CoAbC123",
    full_name: "深圳示例软件有限公司",
    company_type: "外资（非欧美）",
    company_size: "1000-9999",
    industry: "电子技术/半导体",
    description: "做软件的公司。",
    address: "深圳宝安区",
    logo: "https://img.example/co.png",
    unread: [],
  });
  expect(qcwy.readCompany(answerOf("<html></html>"), "x").outcome).toBe("schema-drift");
});
