/**
 * Place names -> the common city name, district and business area. The common name is the city's Chinese name
 * without 市 (北京, 深圳, 昆山); the codes of each platform are in its own `codes.ts`.
 */
export interface Place {
  /** Common city name; for a text that names no city, the text itself. */
  city: string;
  district: string | null;
  businessArea: string | null;
  /** False when the text names a province, or no place at all (异地招聘). */
  known: boolean;
}

const MUNICIPALITIES = ["北京", "上海", "天津", "重庆"];
/** 吉林 is left out: without 省 it is the city. 海南 as a city does not exist. */
const PROVINCES = new Set(
  "河北 山西 内蒙古 辽宁 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆".split(
    " ",
  ),
);
/** Autonomous prefectures, whose full names carry peoples (红河哈尼族彝族自治州 -> 红河). */
const PREFECTURES =
  "延边 恩施 湘西 阿坝 甘孜 凉山 黔东南 黔西南 黔南 西双版纳 文山 红河 德宏 怒江 迪庆 大理 楚雄 临夏 甘南 海北 海西 黄南 果洛 玉树 伊犁 博尔塔拉 昌吉 巴音郭楞 克孜勒苏".split(
    " ",
  );

const SEPARATORS = /[\s·•・‧∙⋅|/,、>]+|[-‐‑‒–—―−]+/;
const PLACE_NAME = /^\p{Script=Han}{2,12}$/u;
const NOT_A_PLACE = /^(?:异地招聘|异地|海外|国外|其他|其它|不限|远程|多城市|全省|待定)$/;
/** Longer texts are addresses, not places. */
const MAX_LENGTH = 60;

function provinceName(segment: string): string | null {
  const bare = segment.replace(/(?:省|(?:壮族|回族|维吾尔)?自治区)$/, "");
  return PROVINCES.has(bare) || segment === "吉林省" ? bare : null;
}

/** Common name of one city in any spelling (北京市, 北京, 红河州); null for what is no city. */
export function cityName(text: string): string | null {
  const segment = text.normalize("NFKC").trim();
  if (!PLACE_NAME.test(segment) || NOT_A_PLACE.test(segment) || provinceName(segment) !== null) return null;
  if (segment.endsWith("州")) {
    const prefecture = PREFECTURES.find((name) => segment.startsWith(name));
    if (prefecture) return prefecture;
  }
  return segment.length > 2 ? segment.replace(/(?:市|地区|盟)$/, "") || null : segment;
}

/** 深圳市宝安区 and 北京海淀区 are written without a separator. */
function splitJoined(segment: string): string[] {
  const city = /^(\p{Script=Han}{2,6}?市)(\p{Script=Han}{2,}[区县市镇])$/u.exec(segment);
  if (city?.[1] && city[2]) return [city[1], city[2]];
  const municipality = MUNICIPALITIES.find((name) => segment.startsWith(name));
  const rest = municipality ? segment.slice(municipality.length) : "";
  return municipality && /^\p{Script=Han}{2,}[区县]$/u.test(rest) ? [municipality, rest] : [segment];
}

/**
 * Reads a place: `上海·浦东新区`, `上海-浦东新区-张江`, `广东省-深圳市-南山区`, `北京市`, `深圳市宝安区`.
 * @returns null for an empty text; `known: false` when no city can be told, with the text kept as `city`
 */
export function parsePlace(text: string): Place | null {
  const whole = text.normalize("NFKC").trim();
  if (whole === "") return null;
  const unknown: Place = { city: whole, district: null, businessArea: null, known: false };
  if (whole.length > MAX_LENGTH) return { ...unknown, city: whole.slice(0, MAX_LENGTH) };
  let segments = whole.split(SEPARATORS).filter((segment) => segment !== "");
  if (segments.length > 1 && provinceName(segments[0] ?? "") !== null) segments = segments.slice(1);
  segments = [...splitJoined(segments[0] ?? ""), ...segments.slice(1)];
  const city = cityName(segments[0] ?? "");
  if (city === null) return unknown;
  // 北京·北京市·海淀区: a municipality is its own province.
  const [district, businessArea] = segments.slice(1).filter((segment) => cityName(segment) !== city);
  return { city, district: district ?? null, businessArea: businessArea ?? null, known: true };
}
