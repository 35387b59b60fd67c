/** Finds a place by its name in the table of divisions: provinces, prefectures, and the counties below them. */
import { DIVISIONS } from "./divisions.ts";

/** A city of prefecture level, a municipality, or a county directly under a province. */
export interface Prefecture {
  /** Common name: 深圳, 延边, 锡林郭勒, 仙桃. */
  name: string;
  fullName: string;
  /** Full name of its province. */
  province: string;
  /** Full names of its districts and counties, today's and former ones. */
  divisions: ReadonlySet<string>;
  /** The same without 区, 县, 市 and 旗. */
  shortDivisions: ReadonlySet<string>;
}

/** A county or a city of county level. */
export interface County {
  /** Common name: 昆山, 安吉县, 寻甸. */
  name: string;
  prefecture: Prefecture;
}

const SEVERAL_SIGNS =
  "蒙古|土家|布依|仡佬|朝鲜|哈尼|景颇|傈僳|拉祜|达斡尔|撒拉|裕固|东乡|保安|哈萨克|锡伯|塔吉克|仫佬|毛南|独龙|布朗|纳西|普米|柯尔克孜|维吾尔|鄂温克|鄂伦春|阿昌|德昂|基诺|赫哲|高山";
/** Peoples at the end of an autonomous division's name; those of one sign only with 族, as 长白 and 陵水 are places. */
const PEOPLES = new RegExp(`(?:(?:${SEVERAL_SIGNS})族?|各族|[黎苗回满藏壮瑶侗彝白傣畲羌水佤怒土京]族)+$`);
const AUTONOMOUS = /自治[州县旗]$/;

/** Spellings beside full and common names, and a city that was renamed. */
const ALIASES: Readonly<Record<string, string>> = {
  巴州: "巴音郭楞",
  克州: "克孜勒苏",
  博州: "博尔塔拉",
  襄樊: "襄阳",
  襄樊市: "襄阳",
};
/** The short name of a province that is a city's as well: alone it means the city. */
const CITY_AND_PROVINCE = "吉林";

/** 白沙黎族自治县 becomes 白沙; a name that would be shorter than two signs keeps the people (东乡族自治县: 东乡). */
function withoutPeoples(name: string): string {
  const bare = name.replace(AUTONOMOUS, "");
  const place = bare.replace(PEOPLES, "");
  return place.length < 2 ? bare.replace(/族$/, "") : place;
}

const shortName = (name: string) =>
  AUTONOMOUS.test(name) ? withoutPeoples(name) : name.replace(/(?<=..)(?:新区|林区|地区)$|[区县市旗盟]$/, "");

interface Places {
  provinces: Map<string, string>;
  prefectures: Map<string, Prefecture>;
  /** Counties by their full name; several have the same one (朝阳县). */
  counties: Map<string, County>;
  /** Counties by their name without its ending. */
  shortCounties: Map<string, County>;
}

function readTable(): Places {
  const provinces = new Map<string, string>();
  const prefectures = new Map<string, Prefecture>();
  const all: { prefecture: Prefecture; today: string[]; former: string[] }[] = [];
  let province = "";
  for (const line of DIVISIONS.trim().split("\n")) {
    if (!line.startsWith(" ")) {
      province = line;
      if (!/市$|特别行政区$/.test(line)) {
        provinces.set(line, line);
        if (line.startsWith("内蒙古")) provinces.set("内蒙", line);
        provinces.set(line.replace(/省$|(?:壮族|回族|维吾尔)?自治区$/, ""), line);
      }
      continue;
    }
    const [now = "", before = ""] = line.trim().split(" | ");
    const [fullName = "", ...today] = now.split(" ");
    const former = before === "" ? [] : before.split(" ");
    const divisions = [...today, ...former];
    const bare = shortName(fullName.replace("特别行政区", ""));
    const prefecture = {
      // 海南 is the province.
      name: provinces.has(bare) && bare !== CITY_AND_PROVINCE ? `${bare}州` : bare,
      fullName,
      province,
      divisions: new Set(divisions),
      shortDivisions: new Set(divisions.map(shortName).filter((name) => name.length > 1)),
    };
    all.push({ prefecture, today, former });
    prefectures.set(fullName, prefecture);
    prefectures.set(prefecture.name, prefecture);
    if (AUTONOMOUS.test(fullName)) {
      prefectures.set(fullName.replace(AUTONOMOUS, ""), prefecture);
      prefectures.set(`${bare}州`, prefecture);
    }
  }
  for (const [alias, name] of Object.entries(ALIASES)) {
    const found = prefectures.get(name);
    if (found) prefectures.set(alias, found);
  }
  return { provinces, prefectures, ...readCounties(all, prefectures, provinces) };
}

function readCounties(
  all: { prefecture: Prefecture; today: string[]; former: string[] }[],
  prefectures: Map<string, Prefecture>,
  provinces: Map<string, string>,
): Pick<Places, "counties" | "shortCounties"> {
  const counties = new Map<string, County>();
  const cities = new Map<string, County>();
  const rural = new Map<string, County | null>();
  const districts = new Map<string, Prefecture[]>();
  for (const { prefecture, today } of all)
    for (const name of today.filter((one) => one.endsWith("区")).map(shortName))
      districts.set(name, [...(districts.get(name) ?? []), prefecture]);
  const add = (fullName: string, prefecture: Prefecture, isShortKnown = true) => {
    if (!/[县市旗]$/.test(fullName) || prefectures.has(fullName) || counties.has(fullName)) return;
    const short = shortName(fullName);
    const ofPrefecture = prefectures.get(short);
    // 恩施市 is what 恩施 is named after; 阜新蒙古族自治县 and 长沙县 are counties beside cities of the name.
    const isCity = fullName.endsWith("市");
    // 河南蒙古族自治县 is not called by the name of the province.
    const isShort = AUTONOMOUS.test(fullName) && !ofPrefecture && !provinces.has(short);
    // 芒市 stays whole: 芒 alone is no name.
    const name = short.length > 1 && (isCity || isShort) ? (ofPrefecture?.name ?? short) : fullName;
    const county = { name, prefecture: isCity && ofPrefecture ? ofPrefecture : prefecture };
    counties.set(fullName, county);
    if (short.length < 2 || ofPrefecture || provinces.has(short) || !isShortKnown) return;
    if (isCity) cities.set(short, county);
    else rural.set(short, rural.has(short) || districts.has(short) ? null : county);
  };
  for (const { prefecture, today } of all) for (const name of today) add(name, prefecture);
  for (const { prefecture, former } of all)
    for (const name of former) {
      // 海门市 is a district of its prefecture today; 通州 is one of two, so that the short name says nothing.
      const others = districts.get(shortName(name))?.some((one) => one !== prefecture) ?? false;
      add(name, prefecture, !others);
    }
  const shortCounties = new Map(cities);
  for (const [short, county] of rural)
    if (county && !shortCounties.has(short)) shortCounties.set(short, county);
  return { counties, shortCounties };
}

let read: Places | null = null;
/** The table is read once, at first use: a start of the Worker that reads no place should not pay for it. */
function places(): Places {
  read ??= readTable();
  return read;
}

/** @returns full name of the province in full or short form; null for 吉林 alone, which means the city */
export const provinceNamed = (name: string): string | null =>
  name === CITY_AND_PROVINCE ? null : (places().provinces.get(name) ?? null);

/** Like `provinceNamed`, for a name that a place follows (吉林长春). */
export const provinceBefore = (name: string): string | null => places().provinces.get(name) ?? null;

export const prefectureNamed = (name: string): Prefecture | null => places().prefectures.get(name) ?? null;

/** @returns the county of exactly this full name */
export const countyNamed = (name: string): County | null => places().counties.get(name) ?? null;

/** @returns the county that is known by this short name; null when districts or several counties share it */
export const countyByShortName = (name: string): County | null => places().shortCounties.get(name) ?? null;

export const isDivision = ({ divisions, shortDivisions }: Prefecture, name: string): boolean =>
  divisions.has(name) || shortDivisions.has(name);

/** @returns the longest full name of a district or county of the prefecture with which the text begins; else null */
export function divisionBefore({ divisions }: Prefecture, text: string): string | null {
  for (let length = text.length; length > 1; length--) {
    const name = text.slice(0, length);
    if (divisions.has(name)) return name;
  }
  return null;
}
