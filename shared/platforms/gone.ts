/**
 * How the sites say that a posting or company is no longer there, beside HTTP 404. These texts are looked at before the
 * codes of refusals: a site has one code for "closed" and for "sign in first".
 */
import { plainText } from "./plain-text.ts";

/** Signs that end a clause; a clause says one thing. */
const CLAUSE_END = /[,.;:!?|，。；：！？、…~～()（）【】[\]"“”]+/u;
/** A longer text is prose of a posting, not a notice. */
const MAX_NOTICE = 80;
/** Signs of Taiwan and Hong Kong in these words, each with its mainland form below it. */
const TRADITIONAL = "職崗務關閉線結過終暫該無業滿凍銷隱刪發網頁內沒詢見異驗證頻權號帳統絡瀏覽錄後參請";
const SIMPLIFIED = "职岗务关闭线结过终暂该无业满冻销隐删发网页内没询见异验证频权号账统络浏览录后参请";
const ITEM = /职位|职务|岗位|招聘|公司|企业|雇主|品牌/;
const PAGE = /职位|职务|岗位|公司|企业|雇主|品牌|主页|页面|网页|内容|信息/;
/** What may follow: 已暂停对外招聘了, 已关闭或删除, 已招满请看看其他职位. A sentence about the work goes on otherwise. */
const END =
  "(?:对外)?(?:招聘|发布|展示|显示|投递|应聘|招人)?(?:了|啦|哦|呢|中)*(?:(?:或|并|和|及|/|请|欢迎|去|看看|为[您你]|无法|不能|不可|暂).*)?$";
const ENDED =
  "关闭|下线|下架|停止|停招|停用|结束|暂停|终止|过期|过(?:招聘)?有效期|到期|失效|删除|撤销|撤下|撤回|招满|招到人?|取消|屏蔽|隐藏|冻结|封禁|注销|截止";
const OVER = new RegExp(
  `(?:(?:已经?|被)[^未]{0,16}?(?:${ENDED})|(?:停止|暂停|结束|终止)了?(?:对外)?招聘|招聘(?:已经?)?(?:结束|截止|停止)|不再招聘|暂不招聘|(?:未|不)在招聘?|不招人)${END}`,
);
const DELETED = new RegExp(`(?:已经?|被)[^未]{0,6}?(?:删除|移除|下线|下架)${END}`);
const NOT_FOUND = new RegExp(`(?:不存在|[找查]不到|未找到|没有?找到|未查询?到|不见|丢失)${END}`);
/** The words come first, and the item ends the clause: 找不到该职位, 查无此职位. */
const NO_SUCH =
  /(?:[找查]不到|未找到|没有?找到|未查询?到|[查并]?无[此该]|没有[此该这])(?:[此该这您你].{0,8})?(?:职位|岗位|公司|企业|品牌|页面|网页)(?:信息)?$/;
const ENGLISH =
  /\b(?:job|position|posting|vacancy|company|page)\b.{0,20}\b(?:closed|expired|removed|deleted|not found|not exist|no longer (?:available|exists?))[.! ]*$|^(?:404)?[ :-]*(?:page )?not found\b/i;
/** What the site wants or says of us instead of telling about the posting. */
const REFUSAL =
  /验证|异常|频繁|繁忙|稍[后候]|重试|权限|接口|系统|服务器|网络|浏览器|刷新|上限|(?<![a-z])IP(?![a-z])/i;
/** Before the notice these refuse, too; after it they only invite: 该职位已关闭，登录后查看更多. */
const SIGN_IN = /登[录陆]|账[号户]|参数/;

const simplified = (text: string) =>
  text.replace(/[\u4e00-\u9fff]/g, (sign) => {
    const at = TRADITIONAL.indexOf(sign);
    return at < 0 ? sign : (SIMPLIFIED[at] ?? sign);
  });

const clauseSaysGone = (clause: string) =>
  (ITEM.test(clause) && OVER.test(clause)) ||
  (PAGE.test(clause) && (NOT_FOUND.test(clause) || DELETED.test(clause))) ||
  NO_SUCH.test(clause);

/** True for a notice by which a site says that a posting or company is gone: 该职位已关闭, 职位不存在. */
export function saysGone(notice: string): boolean {
  if (notice.length > MAX_NOTICE) return false;
  const plain = simplified(notice);
  if (REFUSAL.test(plain)) return false;
  if (ENGLISH.test(plain)) return true;
  for (const clause of plain.replace(/[\s\u200b-\u200d\ufeff]+/g, "").split(CLAUSE_END)) {
    if (SIGN_IN.test(clause)) return false;
    if (clauseSaysGone(clause)) return true;
  }
  return false;
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

/** Tags inside a sentence: 该职位已<em>停止</em>招聘. */
const INLINE_TAG = /<\/?(?:em|b|strong|i|u|span|font|a)(?=[\s/>])[^<>]*>/gi;

/** The first text between tags that says so. Entities take at most 8 characters for each that a reader sees. */
function firstNotice(html: string): string | null {
  for (const piece of html.split(/<[^<>]*>/)) {
    const text = piece.length > 8 * MAX_NOTICE ? "" : plainText(piece).replace(/\s+/g, " ").trim();
    if (text !== "" && saysGone(text)) return text;
  }
  return null;
}

/** @returns the notice of a page on which the posting or company is gone; null for any other page */
export function goneNotice(html: string): string | null {
  const shown = withoutScripts(html);
  return firstNotice(shown) ?? firstNotice(shown.replace(INLINE_TAG, ""));
}
