/** A company as one platform knows it, with what it is compared by. */
import { branchKey } from "../company-name/branch-unit.ts";
import { identityOf } from "../company-name/company-identity.ts";
import { type CompanyName, parseCompanyName } from "../company-name/company-name.ts";

export interface CompanySource {
  /** `platform:company_key`. */
  id: string;
  name: string | null;
  full_name: string | null;
  city: string | null;
  address: string | null;
  company_size: string | null;
  /** Its check character is right (GB 32100). */
  credit_code: string | null;
}

export interface Member extends CompanySource {
  /** The fullest name that is known. */
  shown_name: string;
  parts: CompanyName;
  /** Place, brand and trade, folded; empty for a name that names nobody. */
  identity: string;
  /** Brand, folded; empty where none can be compared. */
  brand: string;
  /** Equal for the rows of one legal person by its name alone; null where the name does not say enough. */
  name_key: string | null;
}

/** 某知名互联网公司, 保密, 51job's own advertisements: nobody is meant by the name. */
const ANONYMOUS =
  /^某|某(?:某|大型|知名|上市|公司|集团|企业|外资|国企)|保密|匿名|前程无忧|智联招聘|boss直聘|^(?:个人|个体|测试|公司|企业)/iu;
const COMPANY_FORM = /公司$|公司\(.*\)$/u;
const MIN_BRAND = 2;
/** 北京科技有限公司 says too little; 广州数据交易所有限公司 says enough without a brand. */
const MIN_TRADE_WITHOUT_BRAND = 4;

const fold = (text: string) => text.toLowerCase().replace(/[\s·・.,'&_()-]/gu, "");

/** 有限公司 and 有限责任公司 are one form; 股份 and 集团 name another legal person, or the same one at another time. */
export function formClassOf(suffix: string): string {
  if (!COMPANY_FORM.test(suffix)) return suffix.replace(/[()]/gu, "");
  return [
    /集团/u.test(suffix) && "group",
    /控股/u.test(suffix) && "holding",
    /股份/u.test(suffix) && "shares",
    "company",
  ]
    .filter(Boolean)
    .join("+");
}

const hasForm = (name: string) => parseCompanyName(name).suffix !== "";

/** The name as registered, where one of the two has a legal form. */
function fullestName({ name, full_name }: Pick<CompanySource, "name" | "full_name">): string {
  const [full, short] = [full_name?.trim() ?? "", name?.trim() ?? ""];
  if (full === "") return short;
  if (short === "" || hasForm(full)) return full;
  return hasForm(short) ? short : full;
}

function nameKey(parts: CompanyName, identity: string): string | null {
  const { brand, trade, place, suffix } = parts;
  if (identity === "" || suffix === "") return null;
  const saysWho =
    fold(brand).length >= MIN_BRAND || (place !== "" && trade.length >= MIN_TRADE_WITHOUT_BRAND);
  return saysWho ? `${identity}|${formClassOf(suffix)}|${branchKey(parts.branch)}` : null;
}

export function memberOf(source: CompanySource): Member {
  const shown_name = fullestName(source);
  const parts = parseCompanyName(shown_name);
  const isAnonymous = ANONYMOUS.test(shown_name) || parts.brand + parts.trade === "";
  const identity = isAnonymous ? "" : identityOf(parts);
  const brand = isAnonymous ? "" : fold(parts.brand);
  return {
    ...source,
    shown_name,
    parts,
    identity,
    brand: brand.length >= MIN_BRAND ? brand : "",
    name_key: isAnonymous ? null : nameKey(parts, identity),
  };
}

/** 浦东新区张江路88号 and 张江路 88 号: the street and number are compared. */
export function streetOf(address: string | null): string | null {
  const street = /[\p{Script=Han}A-Za-z]{2,8}?(?:路|街|道|大道|巷)\s*\d+(?:弄\d+)?号?/u.exec(
    (address ?? "").normalize("NFKC"),
  )?.[0];
  return street === undefined ? null : street.replace(/\s|号/gu, "").replace(/^.*[省市区县镇]/u, "");
}
