/** Zhilian's HTML: the company page with its state as JSON in a script, and the search page. */
import { escapeHtml } from "../board.ts";
import { creditCodeOf, describeCompany } from "../corpus/details.ts";
import { type ZhilianPosting, zhilianFields } from "./posting.ts";

/** Escapes JSON for a script element, which it must not end. */
const scriptJson = (value: unknown) => JSON.stringify(value).replace(/</g, "\\u003c");

export function companyOf(first: ZhilianPosting) {
  const job = zhilianFields(first);
  return {
    companyNumber: job.companyNumber,
    companyName: job.companyName,
    companySize: job.companySize,
    propertyName: job.propertyName,
    industryName: job.industryName,
    financingStageName: job.financingStage?.name ?? "",
    companyLogo: job.companyLogo,
    companyUrl: job.companyUrl,
    creditCode: creditCodeOf(job.companyName),
    companyDescription: describeCompany(job.companyName, job.industryName),
    address: `${job.workCity}${job.cityDistrict}`,
    cityName: job.workCity,
    latitude: job.latitude,
    longitude: job.longitude,
  };
}

/** @param first any posting of the company */
export function companyPage(first: ZhilianPosting, openPostings: number): string {
  const company = companyOf(first);
  const facts = [company.propertyName, company.companySize, company.industryName].filter(Boolean);
  return `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeHtml(company.companyName)}招聘信息 - 智联招聘</title></head>
<body><div id="root"><h1 class="main-company__name">${escapeHtml(company.companyName)}</h1>
<div class="main-company__overview">${facts.map((fact) => `<span class="overview__detail-item">${escapeHtml(fact)}</span>`).join("")}</div>
<div class="company-show__content__description">${escapeHtml(company.companyDescription)}</div>
<p class="map-box__adress">${escapeHtml(company.address)}</p></div>
<script>__INITIAL_STATE__=${scriptJson({ company: { companyDetail: company, positionCount: openPostings } })}</script></body></html>`;
}

export const verificationPage = `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>安全验证</title></head>
<body><div id="captcha">请完成安全验证</div></body></html>`;

/** The search page, whose address has short names for the fields of the request's body. */
export const searchPage = `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>智联招聘</title></head><body><div class="positionlist"></div><script>
const asked = new URLSearchParams(location.search);
const body = { S_SOU_FULL_INDEX: asked.get("kw") ?? "", S_SOU_WORK_CITY: asked.get("jl") ?? "489", pageIndex: Number(asked.get("p") ?? 1), pageSize: 20, anonymous: 1, eventScenario: "pcSearchedSouSearch", platform: 13 };
for (const [short, field] of Object.entries({ we: "S_SOU_WORK_EXPERIENCE", el: "S_SOU_EDUCATION_LOWESTLEVEL", sl: "S_SOU_SALARY" }))
  if (asked.get(short)) body[field] = asked.get(short);
fetch("/c/i/search/positions", { method: "POST", headers: { "content-type": "application/json", "x-zp-platform": "13", "x-zp-page-code": "4019" }, body: JSON.stringify(body) })
  .then((answer) => answer.json())
  .then(({ data }) => {
    for (const job of data.list) {
      const row = document.createElement("div");
      row.className = "joblist-box__item";
      row.textContent = [job.name, job.workCity, job.salary60, job.companyName].join(" ");
      document.querySelector(".positionlist").append(row);
    }
  });
</script></body></html>`;
