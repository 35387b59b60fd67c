/** The parts of a company's name by which postings are compared. */

export interface CompanyParts {
  /** Equal for the ways to write one firm. */
  identity: string;
  /** Without 省 and 市, so that 深圳市 and 深圳 are one. */
  place: string;
  brand: string;
  trade: string;
}

/** Version of these rules: names that were read by an older one are read again. */
export const COMPANY_RULES = 1;

export function companyParts(name: string): CompanyParts {
  const folded = name.normalize("NFKC").toLowerCase().replace(/[\s·,.()【】\-"]/g, "");
  const base = folded.replace(/(股份|集团)*有限(责任)?公司.*$/, "").replace(/(集团|公司)$/, "");
  const place = /^(中国|北京|上海|广州|深圳|杭州|成都|武汉|南京|西安|苏州|重庆|天津|佛山)[市省]?/.exec(base)?.[0] ?? "";
  const rest = base.slice(place.length);
  const trade =
    /((信息|网络|软件|电子|智能|科技|技术|装备|商贸|数据|服务|实业|自动化|教育|贸易|发展|开发|机械|设备|汽车|物流|管理|咨询|工程|系统|集成)+)$/.exec(
      rest,
    )?.[0] ?? "";
  return {
    identity: place.replace(/[市省]$/, "") + rest,
    place: place.replace(/[市省]$/, ""),
    brand: rest.slice(0, rest.length - trade.length),
    trade,
  };
}
