/**
 * Names of Chinese firms in their parts. A registered name is place + brand (字号) + trade + legal form, by the rules
 * for the registration of names of enterprises (企业名称登记管理规定, art. 6); the place may stand in brackets, and a
 * branch follows the legal form: 深圳市 悠享 网络科技 有限公司 [南京分公司].
 */
import { foldCompanyName } from "./fold-company-name.ts";
import { isBranch, legalFormOf } from "./legal-form.ts";
import { isPlace, placeBefore } from "./places.ts";
import { TRADE_CONNECTORS, trades } from "./trades.ts";

/** Parts as they are written in the folded name; empty where the name lacks them. */
export interface CompanyName {
  /** 深圳市, 广东省佛山市, 中国; without brackets. */
  place: string;
  /** What tells the firm from others: 悠享. */
  brand: string;
  /** What it does: 网络科技. */
  trade: string;
  /** Legal form, with 集团 where it is a group: 股份有限公司, (集团)有限公司, 事务所. */
  suffix: string;
  /** 北京分公司, 上海第一分公司, 南京中山路营业部. */
  branch: string;
}

/** Names of universities and academies stand before the place of what they founded: 浙江大学湖州研究院. */
const FOUNDER = /^(\p{Script=Han}{2,10}?(?:大学(?!生)|科学院))(?=\p{Script=Han}{2})/u;
const BRACKETS = /\(([^()]*)\)/g;
const LATIN_BEFORE = /^[A-Za-z][A-Za-z .,&'-]* +(?=\p{Script=Han}{3})/u;

/** Indexes at which a trade may begin: from each to the end, the text consists of words of trades. The last index comes first. */
function tradeStarts(text: string): number[] {
  const { words, maxChars } = trades();
  // isChain[i] is true when text.slice(i) is a chain of words.
  const isChain = new Array<boolean>(text.length + 1).fill(false);
  isChain[text.length] = true;
  const starts: number[] = [];
  for (let from = text.length - 1; from >= 0; from--) {
    for (let length = 1; length <= maxChars && from + length <= text.length; length++) {
      if (!isChain[from + length]) continue;
      const word = text.slice(from, from + length);
      const isConnector =
        length === 1 && from + length < text.length && from > 0 && TRADE_CONNECTORS.has(word);
      if (!words.has(word) && !isConnector) continue;
      isChain[from] = true;
      if (!isConnector) starts.push(from);
      break;
    }
  }
  return starts;
}

/** Splits what is left between place and legal form. A brand has two signs or more, or there is none. */
function splitTrade(text: string): { brand: string; trade: string } {
  const starts = tradeStarts(text);
  const start = starts.filter((at) => at === 0 || at >= 2).at(-1) ?? text.length;
  return { brand: text.slice(0, start), trade: text.slice(start) };
}

interface Base {
  place: string;
  brand: string;
  trade: string;
}

/** The part before the legal form, without brackets. */
function readBase(text: string, bracketPlace: string): Base {
  const founder = FOUNDER.exec(text)?.[1];
  if (founder && bracketPlace === "") {
    const rest = readBase(text.slice(founder.length), "");
    return { ...rest, brand: founder + rest.brand };
  }
  if (bracketPlace !== "") return { place: bracketPlace, ...splitTrade(text) };
  const found = placeBefore(text);
  if (found) {
    const whole = text.slice(found.text.length);
    const parts = splitTrade(whole);
    if (found.certain === found.text.length || parts.brand.length >= 2)
      return { place: found.text, ...parts };
    // 深圳宝安电子: a district that nothing tells from a brand is the brand where there is no other.
    return { place: text.slice(0, found.certain), ...splitTrade(text.slice(found.certain)) };
  }
  const inside = placeInside(text);
  return inside ?? { place: "", ...splitTrade(text) };
}

/** 融盛天翼深圳汽车服务, 易格斯中国: a place that only a trade follows. */
function placeInside(text: string): Base | null {
  for (let at = 2; at <= text.length - 2; at++) {
    const rest = text.slice(at);
    const found = placeBefore(rest);
    if (!found) continue;
    const after = splitTrade(rest.slice(found.text.length));
    if (after.brand !== "") continue;
    const before = text.slice(0, at);
    return { place: found.text, brand: before, trade: after.trade };
  }
  return null;
}

interface Brackets {
  text: string;
  place: string;
  /** 海底捞(朝阳大悦城店): the branch in brackets. */
  branch: string;
}

/** Takes the brackets out: a place is kept, 集团 and a kind of partnership stay in the text, notes are dropped. */
function takeBrackets(text: string): Brackets {
  let place = "";
  let branch = "";
  const without = text.replace(BRACKETS, (_, inside: string) => {
    if (place === "" && isPlace(inside)) place = inside;
    else if (branch === "" && isBranch(inside)) branch = inside;
    return "";
  });
  return { text: without, place, branch };
}

/**
 * Reads the name of a firm.
 * @param text as a posting or a register shows it; full width, any brackets, notes such as (急招) and a translation
 *   are understood
 */
export function parseCompanyName(text: string): CompanyName {
  const name = foldCompanyName(text);
  const { base, suffix, branch: followed, rest } = legalFormOf(name);
  const before = takeBrackets(base);
  const after = takeBrackets(rest);
  const branch = followed || after.branch || before.branch;
  const bare = before.text.trim();
  const han = bare.replace(LATIN_BEFORE, "");
  let read = readBase(han, before.place);
  if (read.brand === "" && han !== bare) read = readBase(bare, before.place);
  // 华为技术有限公司(西安) names no other place; in 北京百度网讯科技有限公司(深圳) it says which branch recruits.
  if (after.place !== "" && branch === "") {
    if (read.place === "") return { ...read, place: after.place, suffix, branch };
    if (read.place !== after.place) return { ...read, suffix, branch: after.place };
  }
  return { ...read, brand: read.brand.trim(), suffix, branch };
}
