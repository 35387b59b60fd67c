/** 51job's HTML: posting, company, the search page whose script signs requests, and the slider of its risk control. */
import { escapeHtml } from "../board.ts";
import { creditCodeOf, describeCompany } from "../corpus/details.ts";
import { type QcwyPosting, qcwyFields } from "./posting.ts";

const page = (title: string, body: string) =>
  `<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>\n<body>${body}</body></html>`;

export const verificationPage = page(
  "滑动验证页面",
  `<div id="nocaptcha"><p class="warnning-text">亲，请拖动下方滑块完成验证</p></div>`,
);

const spans = (name: string, texts: readonly string[]) =>
  texts.map((text) => `<span class="${name}">${escapeHtml(text)}</span>`).join("");

export function detailPage(item: QcwyPosting): string {
  const job = qcwyFields(item);
  // On this page the site joins city and district with a dash.
  const facts = [job.jobAreaString.replace("·", "-"), job.workYearString, job.degreeString].filter(Boolean);
  const line = escapeHtml(
    [...facts, `${job.issueDateString.slice(5, 10)}发布`].join("\u00a0\u00a0|\u00a0\u00a0"),
  );
  const paragraphs = job.jobDescribe.split("\n").map((text) => `<p>${escapeHtml(text)}</p>`);
  return page(
    `【${job.jobName}_招聘】_${job.fullCompanyName} - 前程无忧`,
    `<div class="tHeader tHjob"><input type="hidden" id="hidJobID" value="${job.jobId}"><div class="cn">
<h1 title="${escapeHtml(job.jobName)}">${escapeHtml(job.jobName)}</h1><strong>${escapeHtml(job.provideSalaryString)}</strong>
<p class="cname"><a class="catn" href="${job.companyHref}" title="${escapeHtml(job.fullCompanyName)}">${escapeHtml(job.fullCompanyName)}</a></p>
<p class="msg ltype" title="${line}">${line}</p>
<div class="jtag"><div class="t1">${spans(
      "sp4",
      job.jobWelfareCodeDataList.map(({ chineseTitle }) => chineseTitle),
    )}</div></div></div></div>
<div class="tBorderTop_box"><h2><span class="bname">职位信息</span></h2><div class="bmsg job_msg inbox">${paragraphs.join("")}</div></div>
<div class="tBorderTop_box"><h2><span class="bname">联系方式</span></h2><div class="bmsg inbox"><p class="fp">上班地址：${escapeHtml(job.jobAreaString)}</p></div></div>
${companyBox(item)}`,
  );
}

function companyBox(item: QcwyPosting): string {
  const job = qcwyFields(item);
  const fact = (icon: string, text: string) =>
    text
      ? `<p class="at" title="${escapeHtml(text)}"><span class="${icon}"></span>${escapeHtml(text)}</p>`
      : "";
  return `<div class="com_msg"><a class="com_name himg" href="${job.companyHref}"><p title="${escapeHtml(job.fullCompanyName)}">${escapeHtml(job.fullCompanyName)}</p></a></div>
<div class="com_tag">${fact("i_flag", job.companyTypeString)}${fact("i_people", job.companySizeString)}${fact("i_trade", job.industryType1Str)}</div>`;
}

/** @param first any posting of the company */
export function companyPage(first: QcwyPosting, openPostings: number): string {
  const job = qcwyFields(first);
  const facts = [job.companyTypeString, job.companySizeString, job.industryType1Str].filter(Boolean);
  const line = escapeHtml(facts.join("\u00a0\u00a0|\u00a0\u00a0"));
  return page(
    `【${job.fullCompanyName}招聘】 - 前程无忧`,
    `<div class="tHeader tHCop"><input type="hidden" id="hidCoID" value="${job.coId}"><img class="cimg" src="${job.companyLogo}" alt="">
<div class="in"><h1 title="${escapeHtml(job.fullCompanyName)}">${escapeHtml(job.fullCompanyName)}</h1><p class="ltype" title="${line}">${line}</p></div></div>
<div class="tBorderTop_box"><div class="con_txt">${escapeHtml(describeCompany(job.fullCompanyName, job.industryType1Str))}</div></div>
<div class="tBorderTop_box inbox"><p class="fp"><span class="label">公司地址：</span>${escapeHtml(first.posting.area.replace("·", ""))}</p></div>
<div class="tBorderTop_box com_business"><p><span class="label">统一社会信用代码：</span>${creditCodeOf(job.fullCompanyName)}</p></div>
<div class="dw_nav">在招职位（${openPostings}）</div>`,
  );
}

/** The script of the page signs the request as the site's own bundle does, with a key that every visitor gets. */
export const searchPage = (signKey: string) =>
  page(
    "前程无忧",
    `<div class="joblist"></div><script>
(async () => {
  const asked = new URLSearchParams(location.search);
  const params = new URLSearchParams({ api_key: "51job", timestamp: String(Math.floor(Date.now() / 1000)), keyword: "", searchType: "2", jobArea: "000000" });
  for (const [name, value] of asked) params.set(name, value);
  for (const [name, value] of Object.entries({ pageSize: "20", requestId: "", source: "1", pageCode: "sou|sou|soulb", scene: "7" })) params.set(name, value);
  const url = "/api/job/search-pc?" + params;
  const bytes = (text) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey("raw", bytes(${JSON.stringify(signKey).replace(/</g, "\\u003c")}), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(url)));
  const sign = Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const answer = await (await fetch(url, { headers: { "From-Domain": "51job_web", sign } })).json();
  for (const job of answer.resultbody.job.items) {
    const row = document.createElement("div");
    row.className = "joblist-item";
    row.textContent = [job.jobName, job.jobAreaString, job.provideSalaryString, job.fullCompanyName].join(" ");
    document.querySelector(".joblist").append(row);
  }
})();
</script>`,
  );
