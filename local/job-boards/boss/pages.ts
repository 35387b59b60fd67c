/** Boss's HTML: the search page that loads its list by script, and the company page. */
import { escapeHtml } from "../board.ts";
import { creditCodeOf, describeCompany } from "../corpus/details.ts";
import { passingScript } from "./environment.ts";
import { type BossPosting, bossFields } from "./posting.ts";

/** The search page, whose script requests the list of its own query and shows it. */
export const searchPage = (seed: string) => `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>BOSS直聘</title></head>
<body><div id="wrap" class="search-job-result"><ul class="job-list-box"></ul><div class="job-empty-wrapper" hidden></div></div>
<script>
${passingScript(seed)}
const asked = new URLSearchParams(location.search);
const params = new URLSearchParams({ scene: "1", query: "", city: "", experience: "", degree: "", salary: "", page: "1", pageSize: "15" });
for (const [name, value] of asked) params.set(name, value);
fetch("/wapi/zpgeek/search/joblist.json?" + params, { headers: { "x-requested-with": "XMLHttpRequest" } })
  .then((answer) => answer.json())
  .then(({ code, message, zpData }) => {
    const empty = document.querySelector(".job-empty-wrapper");
    if (code !== 0 || !zpData.jobList.length) {
      empty.hidden = false;
      empty.textContent = code === 0 ? "没有找到相关职位" : message;
      return;
    }
    const list = document.querySelector(".job-list-box");
    for (const job of zpData.jobList) {
      const card = document.createElement("li");
      card.className = "job-card-wrapper";
      const add = (name, text) => {
        const part = document.createElement("span");
        part.className = name;
        part.textContent = text;
        card.append(part, " ");
      };
      add("job-name", job.jobName);
      add("job-area", [job.cityName, job.areaDistrict].filter(Boolean).join("·"));
      add("salary", job.salaryDesc);
      add("company-name", job.brandName);
      list.append(card);
    }
  });
</script></body></html>`;

/** The page of a company's postings, whose script requests their list. */
export const companyJobsPage = `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>BOSS直聘</title></head><body><ul class="company-job-list"></ul>
<script>
fetch("/wapi/zpgeek/brand/job/querylist.json?" + new URLSearchParams(location.search))
  .then((answer) => answer.json())
  .then(({ zpData }) => {
    for (const job of zpData.jobList) {
      const card = document.createElement("li");
      card.textContent = job.jobName + " " + job.salaryDesc;
      document.querySelector(".company-job-list").append(card);
    }
  });
</script></body></html>`;

export const verificationPage = `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>安全验证 - BOSS直聘</title></head>
<body><div class="verify-wrap"><h3>当前 IP 地址可能存在异常访问行为，完成验证后即可正常使用</h3><button>点击进行验证</button></div></body></html>`;

/** @param first any posting of the company */
export function companyPage(first: BossPosting, openPostings: number): string {
  const { companyKey, posting } = first;
  const { brandStageName, brandScaleName, brandIndustry, brandLogo } = bossFields(first);
  const line = [
    `<em class="stage">${escapeHtml(brandStageName)}</em>`,
    `<em class="scale">${escapeHtml(brandScaleName)}</em>`,
    `<a class="industry">${escapeHtml(brandIndustry)}</a>`,
  ];
  const name = escapeHtml(posting.company);
  return `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>「${name}招聘」 - BOSS直聘</title>
<link rel="canonical" href="https://www.zhipin.com/gongsi/${companyKey}.html"></head>
<body><div class="company-banner"><div class="company-logo"><img src="${brandLogo}" alt=""></div>
<h1 class="name">${name}</h1><p class="company-info">${line.join('<em class="vdot">·</em>')}</p>
<div class="company-stat"><b>${openPostings}</b>在招职位</div></div>
<div class="job-sec company-intro"><h3>公司简介</h3><div class="text fold-text">${escapeHtml(describeCompany(posting.company, posting.industry))}</div></div>
<div class="job-sec company-business"><h3>工商信息</h3><ul><li class="company-name"><span class="t">企业名称：</span>${name}</li>
<li class="company-code"><span class="t">统一社会信用代码：</span>${creditCodeOf(posting.company)}</li>
<li class="company-type"><span class="t">企业类型：</span>${escapeHtml(posting.company_type)}</li></ul></div>
<div class="job-sec company-address"><h3>公司地址</h3><div class="location-address">${escapeHtml(`${posting.city}${posting.district}`)}</div></div>
</body></html>`;
}
