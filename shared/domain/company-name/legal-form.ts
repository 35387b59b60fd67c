/** The legal form of a firm in its name, and the branch that follows it. */
import { isUnit, SEPARATORS, unitOf } from "./branch-unit.ts";
import { placeBefore } from "./places.ts";

export interface LegalForm {
  /** What stands before the legal form. */
  base: string;
  /** 有限公司, (集团)股份有限公司, 事务所(特殊普通合伙); empty where the name has none. */
  suffix: string;
  branch: string;
  /** What stands after the legal form and is no branch: (西安), a translation. */
  rest: string;
}

const PARTNERSHIP = String.raw`(?:\((?:有限合伙|普通合伙|特殊普通合伙|特殊的普通合伙|个体工商户|个人独资|国有独资|合伙)\))?`;
/** Forms that end a registered name wherever they stand. */
const COMPANY =
  /(?:\(集团\)|\(控股\)|集团)?(?:股份)?有限(?:责任)?公司|(?:\(集团\)|集团)?股份公司|(?:集团)?总公司/u;
const BRANCH_END =
  "分公司|子公司|信用卡中心|资金运营中心|分行|支行|分理处|营业部|营业厅|分店|门店|旗舰店|专卖店|4S店|分所|分院|分校|分部|分厂|分中心|办事处|代表处|联络处|项目部|项目组|事业部|事业群|销售部|工厂|基地|平台";
const BRANCH = new RegExp(
  `^\\(?(\\p{Script=Han}[\\p{Script=Han}0-9A-Za-z第()-]{0,24}?(?:${BRANCH_END})|[A-Za-z]{2,10}(?:${BRANCH_END})|(?:${BRANCH_END}))\\)?`,
  "u",
);
/** In brackets any shop is a branch; without them 小吃店 is what the firm does. */
export const isBranch = (inBrackets: string): boolean =>
  BRANCH_LAST.test(inBrackets) || inBrackets.endsWith("店") || isUnit(inBrackets);
const BRANCH_LAST = new RegExp(`(?:${BRANCH_END})$`, "u");
/** Forms at the end of names without 公司. */
const OTHER_FORM = new RegExp(
  `(?:(?:会计师)?(?=事务所)事务所|研究中心|研究总院|研究院|研究所|医院|诊所|门诊部|卫生院|卫生服务中心|幼儿园|学校|中学|小学|学院|大学|合作社|合伙企业|经营部|服务部|商行|商店|工作室|俱乐部|协会|学会|基金会|联合会|委员会|服务中心|中心|集团|公司|总厂|厂|分社|出版社|杂志社|报社)${PARTNERSHIP}$`,
  "u",
);
const PARTNERSHIP_AFTER = new RegExp(`^${PARTNERSHIP}`, "u");
const ENGLISH_FORM =
  /,? *\(?(?:Co\.?,? *(?:Ltd|Limited)|Company Limited|Limited|Ltd|Inc|L\.?L\.?C|GmbH|Corporation|Corp|Company|Co)\.?\)?$/i;
/** What a branch without 公司 before it is of: 招商银行上海分行, 华泰证券南京营业部. */
const BEFORE_BRANCH = /^(.{2,12}?(?:银行|证券|保险|人寿|期货|事务所|医院|大学|集团|酒店|超市))(?=.)/u;

/** 上海分公司, or 上海分公司第二营业部: a branch and one of its own. */
function branchesOf(after: string): string {
  const text = after.replace(SEPARATORS, "");
  const [whole = "", first = ""] = BRANCH.exec(text) ?? [];
  if (first === "") return "";
  const more = text.slice(whole.length).replace(SEPARATORS, "");
  return first + (BRANCH.exec(more)?.[1] ?? unitOf(more));
}

function ofCompany(name: string): LegalForm | null {
  const match = COMPANY.exec(name);
  if (!match || match.index === 0) return null;
  const end = match.index + match[0].length;
  const partnership = PARTNERSHIP_AFTER.exec(name.slice(end))?.[0] ?? "";
  const suffix = match[0] + partnership;
  const after = name.slice(end + partnership.length).trim();
  const branch = branchesOf(after) || unitOf(after);
  return { base: name.slice(0, match.index), suffix, branch, rest: branch === "" ? after : "" };
}

/** A name that ends with a branch and has no 公司 before it. */
function ofBranch(name: string): LegalForm | null {
  if (!BRANCH_LAST.test(name)) return null;
  const owner = BEFORE_BRANCH.exec(name)?.[1];
  if (owner && owner.length < name.length) {
    const whole = otherForm(owner);
    return { ...whole, branch: name.slice(owner.length), rest: "" };
  }
  for (let at = 2; at < name.length - 2; at++) {
    if (placeBefore(name.slice(at)))
      return { base: name.slice(0, at), suffix: "", branch: name.slice(at), rest: "" };
  }
  return null;
}

function otherForm(name: string): LegalForm {
  const match = OTHER_FORM.exec(name) ?? ENGLISH_FORM.exec(name);
  // 研究院 alone has nothing before it.
  if (!match || match.index === 0 || /^(?:股份)?有限(?:责任)?公司$/u.test(name))
    return { base: name, suffix: "", branch: "", rest: "" };
  return { base: name.slice(0, match.index), suffix: match[0].trim(), branch: "", rest: "" };
}

/** 安永华明会计师事务所(特殊普通合伙)上海分所: what follows a form without 公司. */
const OFFICE = new RegExp(`^(.{2,30}?事务所${PARTNERSHIP})(.{1,12}?(?:分所|办公室|办事处))$`, "u");

export function legalFormOf(name: string): LegalForm {
  const office = OFFICE.exec(name);
  if (office?.[1] && office[2]) return { ...otherForm(office[1]), branch: office[2] };
  return ofCompany(name) ?? ofBranch(name) ?? otherForm(name);
}
