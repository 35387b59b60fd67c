/**
 * How the sites say that a posting or company is no longer there, beside HTTP 404. These texts are looked at before the
 * codes of refusals: a site has one code for "closed" and for "sign in first".
 */

/** Signs that end a clause; a clause says one thing. */
const CLAUSE_END = /[\s,.;:!?|，。；：！？、…~～()（）【】[\]"“”]+/u;
/** A longer text is prose of a posting, not a notice. */
const MAX_NOTICE = 80;
const ITEM = /职位|岗位|职务|招聘|公司|企业|雇主|品牌/;
const OVER =
  /(?:已经?|被)[^未]{0,6}?(?:关闭|下线|下架|停止|停招|结束|暂停|过期|过有效期|到期|失效|删除|撤销|撤下|撤回|招满|取消|屏蔽|注销|截止)|(?:停止|暂停|结束|终止)了?(?:对外)?招聘|不再招聘/;
const PAGE = /职位|岗位|职务|公司|企业|雇主|品牌|主页|页面|网页/;
const NOT_FOUND = /不存在|[找查]不到|未找到|没有?找到/;
/** What the site wants or says of us instead of telling about the posting. */
const REFUSAL = /登[录陆]|验证|异常|频繁|权限|账[号户]|参数|接口|系统|网络|浏览器|IP/i;

/** True for a notice by which a site says that a posting or company is gone: 该职位已关闭, 职位不存在. */
export function saysGone(notice: string): boolean {
  if (notice.length > MAX_NOTICE || REFUSAL.test(notice)) return false;
  return notice
    .split(CLAUSE_END)
    .some(
      (clause) => (ITEM.test(clause) && OVER.test(clause)) || (PAGE.test(clause) && NOT_FOUND.test(clause)),
    );
}

/** Removes scripts, whose texts are shown to nobody: many list every message that the page can show. */
function withoutScripts(html: string): string {
  const kept: string[] = [];
  // Only letters of ASCII change, so that positions stay the same.
  const lower = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  let at = 0;
  for (let start = lower.indexOf("<script"); start >= 0; start = lower.indexOf("<script", at)) {
    kept.push(html.slice(at, start));
    const end = lower.indexOf("</script", start);
    if (end < 0) return kept.join("");
    at = end + "</script".length;
  }
  return kept.join("") + html.slice(at);
}

/** @returns the notice of a page on which the posting or company is gone; null for any other page */
export function goneNotice(html: string): string | null {
  const texts = withoutScripts(html).split(/<[^<>]*>/);
  return texts.map((text) => text.trim()).find((text) => text !== "" && saysGone(text)) ?? null;
}
