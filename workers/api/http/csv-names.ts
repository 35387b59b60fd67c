/** Names of columns and values in CSV files as the dashboard shows them, in both languages. */
import type { Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { platforms } from "../../../shared/platforms/platforms.ts";

/** Gives a name one spelling: width, case, spaces, underscores, the star of a required field and a remark in brackets
 * at the end do not count: 优先级（0-10）, 前程无忧（51job）. */
const normalize = (name: string) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(?<=.)\([^()]*\)\s*\**\s*$/, "")
    .replace(/[\s_*-]+/g, "");

const namesOf = <T extends string>(table: Record<T, readonly string[]>) =>
  new Map(
    (Object.entries(table) as [T, readonly string[]][]).flatMap(([value, names]) =>
      [value, ...names].map((name) => [normalize(name), value] as const),
    ),
  );

const COLUMNS = namesOf({
  platform: ["平台", "网站", "招聘网站", "招聘平台", "site"],
  keyword: ["关键词", "关键字", "搜索词", "搜索关键词", "职位关键词"],
  city: ["城市", "工作城市"],
  priority: ["优先级"],
  channel: ["渠道"],
  protocol: ["协议", "类型"],
  host: ["主机", "地址", "代理地址"],
  port: ["端口"],
  username: ["用户名", "用户", "账号"],
  password: ["密码"],
  name: ["名称"],
  platforms: ["适用平台"],
  daily_budget: ["每日预算", "每日额度", "每日上限"],
  note: ["备注"],
  kind: ["种类", "类别", "令牌类型"],
  value: ["值", "令牌", "内容"],
  text: ["写法", "标签", "词条"],
  skill: ["技能", "规范名", "技能名称"],
  in_text: ["正文", "在正文中查找"],
  header_name: ["请求头", "请求头名称", "header"],
  expires_at: ["到期时间", "过期时间", "有效期至"],
});

/** Names that people write beside those on screen. */
const OTHER_PLATFORM_NAMES: Record<Platform, readonly string[]> = {
  boss: ["Boss", "直聘", "Zhipin"],
  qcwy: ["51job", "前程", "前程无忧51job"],
  zhilian: ["智联", "智联招聘网", "Zhaopin", "Zhilian"],
};
const PLATFORM_NAMES = namesOf(
  Object.fromEntries(
    PLATFORMS.map((name) => [name, [...Object.values(platforms[name].label), ...OTHER_PLATFORM_NAMES[name]]]),
  ) as Record<Platform, string[]>,
);
const CHANNEL_NAMES = namesOf({
  web: ["网页", "网站", "网页端"],
  mini: ["小程序", "微信小程序"],
  app: ["手机应用"],
});
const PRIORITY_NAMES = namesOf({
  "0": ["low", "低"],
  "5": ["normal", "普通", "中"],
  "8": ["high", "高"],
  "10": ["urgent", "紧急"],
});

/** @returns the wire's name of a column; null for an unknown one */
export const columnOf = (name: string): string | null => COLUMNS.get(normalize(name)) ?? null;

/** Each returns the text itself when it is no known name: the schema then rejects it. */
export const platformOf = (cell: string): string => PLATFORM_NAMES.get(normalize(cell)) ?? cell;
export const channelOf = (cell: string): string => CHANNEL_NAMES.get(normalize(cell)) ?? cell;

/** Turns digits into a number and a priority's name into its number; the schema rejects other text. */
export function priorityOf(cell: string): number | string {
  return numberOf(PRIORITY_NAMES.get(normalize(cell)) ?? cell);
}

/** Turns digits, full-width ones too, into a number, also 5.0 as pandas writes it; the schema rejects other text. */
export function numberOf(cell: string): number | string {
  const digits = cell.normalize("NFKC").replace(/\.0+$/, "");
  return /^\d{1,16}$/.test(digits) ? Number(digits) : cell;
}
