/** Makes the rows of `job_prints` from `job_facts`: what is compared of a posting. */
import { sqlString } from "../clickhouse/query.ts";
import { titleSql } from "./title-sql.ts";

/** Signs of a run of the text, and hashes kept of it: the share that two sketches have in common is off by 0.09 (1/√32 × ½). */
const RUN = 4;
export const SKETCH = 32;
/** A longer text is read up to here. */
const MAX_TEXT = 4000;
/** Fewer skills say little. */
export const MIN_WORDS = 3;
/** A shorter text says little. */
export const MIN_TEXT = 40;

/** As `key_hash` of job_facts, for rows that lack it. */
export const hashOf = "cityHash64(platform, job_key)";

/** Firms that post for others, by their name. */
const AGENCY = "人力资源|人力|劳务|猎头|人才|派遣|外包";

const TITLE = titleSql("f.title", "p_city", "p_district", "t_plain", "t_worded");
const withoutEnding = (place: string, endings: string) =>
  `replaceRegexpOne(${place}, ${sqlString(`(${endings})$`)}, '')`;
const DISTRICT = withoutEnding("ifNull(f.district, '')", "新区|区|县|市|镇");
/** Those that require nothing in particular leave it open. */
const openAsEmpty = (level: string) => `if(ifNull(${level}, 'any') = 'any', '', assumeNotNull(${level}))`;

const INNER: Readonly<Record<string, string>> = {
  p_city: "ifNull(f.city, '')",
  p_district: DISTRICT,
  t_plain: TITLE.plain,
  t_worded: TITLE.worded,
  t_core: TITLE.core,
  p_text: `replaceRegexpAll(lowerUTF8(normalizeUTF8NFKC(substringUTF8(ifNull(f.description, ''), 1, ${MAX_TEXT}))), '[^\\\\p{L}\\\\p{N}]', '')`,
  p_brand: "if(c.brand != '', c.brand, c.trade)",
};

const COLUMNS: Readonly<Record<string, string>> = {
  area: "if(p_brand = '' OR title = '', 0, cityHash64(substringUTF8(p_brand, 1, 2), p_city))",
  id: hashOf,
  platform: "f.platform",
  job_key: "f.job_key",
  firm: "if(ifNull(f.company_id, '') = '', 0, cityHash64(assumeNotNull(f.company_id)))",
  company: "if(c.identity = '', 0, cityHash64(c.identity))",
  brand: "if(p_brand = '', 0, cityHash64(p_brand))",
  place: "c.place",
  trade: "c.trade",
  title: "if(t_core = '', t_plain, t_core)",
  title_latin: TITLE.latin,
  title_level: TITLE.level,
  district: "p_district",
  salary_low: "ifNull(toFloat32(f.monthly_min), 0)",
  salary_high: "ifNull(toFloat32(f.monthly_max), 0)",
  experience: `if(f.experience IN ('student', 'graduate'), 'none', ${openAsEmpty("f.experience")})`,
  degree: openAsEmpty("f.degree"),
  is_proxy: `toUInt8(ifNull(f.is_proxy, 0) OR match(ifNull(f.company_name, ''), ${sqlString(AGENCY)}))`,
  words: "arraySort(arrayDistinct(arrayMap(x -> toUInt32(cityHash64(x)), f.skill_keys)))",
  sketch: `arraySlice(arraySort(arrayDistinct(arrayMap(x -> toUInt32(cityHash64(x)), ngrams(p_text, ${RUN})))), 1, ${SKETCH})`,
  text_chars: "toUInt32(lengthUTF8(p_text))",
  blocks: `if(area = 0, [], arrayDistinct(arrayFilter(x -> x != 0, [
    cityHash64(area, company),
    cityHash64(area, title),
    if(salary_high = 0, 0, cityHash64(area, salary_low, salary_high)),
    if(text_chars < ${MIN_TEXT}, 0, cityHash64(area, sketch[1])),
    if(length(words) < ${MIN_WORDS}, 0, cityHash64(area, words))])))`,
  first_seen: "f.first_seen",
  last_seen_day: "f.last_seen_day",
  version: "fromUnixTimestamp64Milli({version:Int64}, 'UTC')",
};

/**
 * Inserts the rows of some postings; takes `version` (ms).
 * @param keys condition of these postings in job_facts
 */
export const insertPrints = (keys: string): string => `
  INSERT INTO job_prints (${Object.keys(COLUMNS).join(", ")})
  WITH ${Object.entries(INNER)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(",\n    ")}
  SELECT ${Object.entries(COLUMNS)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(",\n    ")}
  FROM (
    SELECT platform, job_key, title, coalesce(nullIf(company_full_name, ''), company_name) AS company_name, company_id, city, district, monthly_min, monthly_max, experience, degree,
      is_proxy, skill_keys, description, first_seen, last_seen_day
    FROM job_facts WHERE ${keys}) AS f
  LEFT JOIN (SELECT * FROM company_name_parts FINAL WHERE name IN (
    SELECT assumeNotNull(coalesce(nullIf(company_full_name, ''), company_name)) FROM job_facts WHERE (${keys}))) AS c
    ON c.name = f.company_name`;
