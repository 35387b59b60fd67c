/**
 * Loads generated postings straight into ClickHouse, for the benches of search and figures. The templates are postings of
 * the job boards' corpus, read by the parser of 51job; ClickHouse multiplies them, so that five million take minutes and
 * no row passes through this process. The same rows and corpus give the same data.
 *
 * By hand: `node bench/facts/load-facts.ts URL DATABASE ROWS [CORPUS.csv]`, the password in CLICKHOUSE_PASSWORD.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { type ClickHouseClient, createClient } from "@clickhouse/client-web";
import { loadCorpus } from "../../local/job-boards/corpus.ts";
import { qcwyFields } from "../../local/job-boards/qcwy/posting.ts";
import { migrate } from "../../migrations/clickhouse/runner.ts";
import { parseJob } from "../../shared/platforms/qcwy/parse-job.ts";
import { FACT_COLUMNS_OF_JOBS, FIGURE_COLUMNS, jobFacts } from "../../shared/tables/facts.ts";
import { instantsOf } from "../../shared/tables/table.ts";
import { skillKeysSql } from "../../workers/clickhouse/job-skills.ts";
import { latinWordsSql } from "../../workers/clickhouse/job-text.ts";
import { searchTextSql } from "../../workers/facts/job-facts-sql.ts";

/** The last sighting of the generated market, and the days that it spans. */
export const LOADED_UNTIL = Date.UTC(2026, 10, 22);
export const LOADED_DAYS = 365;
/** Postings of the corpus that are multiplied. */
const TEMPLATES = 20_000;
/** One insert of this size takes some seconds and some hundred MB. */
const CHUNK_ROWS = 200_000;
const SEED_LINES = 5000;

export interface LoadOptions {
  url: string;
  password: string;
  /** Made with all tables when it is not there; rows are added. */
  database: string;
  rows: number;
  /** Number of the first row; those before it are there. */
  firstRow?: number;
  /** CSV of postings as the job boards read it; null for generated ones. */
  corpus: string | null;
  /** Also into `jobs`, from which `job_facts` is made in production; and which keyword found what. */
  alsoJobs?: boolean;
  /** Which keyword found what, without `jobs`. */
  alsoKeywords?: boolean;
  /** A tenth of the postings are the same job as an earlier one on another platform, and no others are: see REPEATED. */
  alsoRepeated?: boolean;
  progress(text: string): void;
}

/** Columns of a template. */
const SEED_COLUMNS = [...FACT_COLUMNS_OF_JOBS, "description"] as const;

/** What the rows of one template differ in; `n` is the row's number, `h` a number made from it. */
const VARIED: Readonly<Record<string, string>> = {
  platform: "['boss', 'qcwy', 'zhilian'][n % 3 + 1]",
  job_key: "concat('g', toString(n))",
  company_key: "concat(s.company_key, '-', toString(h % 100))",
  company_name: "concat(s.company_name, toString(h % 100))",
  company_id:
    "concat(['boss', 'qcwy', 'zhilian'][n % 3 + 1], ':', assumeNotNull(s.company_key), '-', toString(h % 100))",
  company_full_name: "NULL",
  monthly_min: "round(s.monthly_min * factor / 100) * 100",
  monthly_max: "round(s.monthly_max * factor / 100) * 100",
  salary_min: "s.salary_min * factor",
  salary_max: "s.salary_max * factor",
  url: "concat('https://jobs.example.com/', toString(n))",
  published_at: "first - toIntervalHour(h % 72)",
  updated_at: "first",
  collected_at: "first",
  keyword: "o.title",
  search_city: "s.city",
  description: `concat(ifNull(s.description, ''), '\\n4、了解', ifNull(o.title, ''), '，', arrayStringConcat(o.skills, '、'),
    '；项目代号', lower(hex(h % 50000)), '。')`,
  detailed_at: "if(h % 4 = 0, first, NULL)",
  skill_keys: skillKeysSql("s.skills"),
  listed_skills: "s.skills",
  requirements: "[]",
  working_time: "[['two_days'], ['alternating'], ['996'], []][h % 4 + 1]",
  working_time_said: "[['周末双休'], ['大小周'], ['996'], []][h % 4 + 1]",
  first_seen: "first",
  last_seen_day:
    "toDate(least(first + toIntervalDay(h % 45), {until:DateTime64(3, 'UTC')}), 'Asia/Shanghai')",
  search_text: searchTextSql({ texts: ["title", "company_name", "description"], lists: ["skills", "tags"] }),
  latin_words: latinWordsSql("search_text"),
  state: "if(h % 3 = 0, 'closed', 'open')",
  born_after: "first - toIntervalDay(1)",
  closed_after: "if(h % 3 = 0, least(first + toIntervalDay(h % 45), {until:DateTime64(3, 'UTC')}), NULL)",
  closed_at: "closed_after + toIntervalDay(1)",
  chain_key: "if(h % 20 = 0, concat('g', toString(n)), '')",
  chain_place: "if(h % 20 = 0, 2, 0)",
  version: "first",
  is_duplicate: "0",
  group_id: "0",
};

/** Signs of brands: three of them tell a firm from others nearly always. */
const SIGNS =
  "华晟睿恒远博纳鼎新蓝海中创天泽锐捷明德图景卓越信达宏嘉盛瑞丰泰安康禾源汇融通联智慧云星辰光启航拓凯隆兴业正诚金玉银翔飞腾龙凤麒麟松柏竹梅兰菊春夏秋冬江河湖山川林森木石水火土风雷雨雪霜露晨曦旭阳月皓朗清泉溪洋洲岛港湾桥梁栋宇轩庭阁楼台亭";

/**
 * Every tenth posting repeats the job of the one five before it on another platform, worded otherwise; every other posting is
 * a job of its own: a firm has ten postings of different templates.
 */
const REPEATED: Readonly<Record<string, string>> = {
  ...VARIED,
  title: "if(base = n, s.title, concat('【急聘】', s.title, '（双休）'))",
  company_name: `concat(ifNull(s.city, ''), ${[0, 1, 2].map((at) => `substringUTF8('${SIGNS}', 1 + intDiv(firm, ${`1${"000".repeat(at)}`}) % 117, 1)`).join(", ")}, '信息科技有限公司')`,
};
/** The row whose job a row is. */
export const BASE_SQL = "toUInt64(n - if(n % 10 = 9, 5, 0))";

const MADE_BY_DEFAULT = new Set<string>(FIGURE_COLUMNS);
const FACT_NAMES = Object.keys(jobFacts.columns).filter((name) => !MADE_BY_DEFAULT.has(name));
const LAST = new Set(["search_text", "latin_words"]);
/** Two steps, because the text to search is made from the varied columns. */
const multiply = (varied: Readonly<Record<string, string>>, base: string) => `
  INSERT INTO job_facts (${FACT_NAMES.join(", ")})
  SELECT ${FACT_NAMES.map((name) => (LAST.has(name) ? `${varied[name]} AS ${name}` : name)).join(", ")}
  FROM (
    SELECT ${FACT_NAMES.filter((name) => !LAST.has(name))
      .map((name) => `${varied[name] ?? `s.${name}`} AS ${name}`)
      .join(", ")}
    FROM (
      SELECT number AS n, ${base} AS base, cityHash64(base) AS h, cityHash64(intDiv(base, 10)) AS firm, (80 + h % 60) / 100 AS factor,
        {until:DateTime64(3, 'UTC')} - toIntervalMillisecond(
          intDiv(({rows:UInt64} - n) * {span:UInt64}, {rows:UInt64}) + h % 3600000) AS first
      FROM numbers({from:UInt64}, {count:UInt64})
    ) AS r
    INNER JOIN load_seed AS s ON s.seed = h % {seeds:UInt32}
    INNER JOIN load_seed AS o ON o.seed = intDiv(h, 7919) % {seeds:UInt32}
  )`;

/** The statement of a market in which no job is repeated. */
export const MULTIPLIED = multiply(VARIED, "n");

const TO_JOBS = `
  INSERT INTO jobs (${[...FACT_COLUMNS_OF_JOBS, "description", "channel", "upload_id", "part", "batch_id", "source", "content_hash", "parser_version"].join(", ")})
  SELECT ${FACT_COLUMNS_OF_JOBS.join(", ")}, description, 'web', 'load', 0, 'load', 'edge', hex(cityHash64(job_key)), 1
  FROM job_facts WHERE toUInt64(substring(job_key, 2)) >= {from:UInt64} AND toUInt64(substring(job_key, 2)) < {from:UInt64} + {count:UInt64}`;

const TO_KEYWORDS = `
  INSERT INTO job_keywords (platform, keyword, search_city, job_key, first_seen, last_seen)
  SELECT platform, assumeNotNull(keyword), ifNull(search_city, ''), job_key, first_seen, toDateTime64(last_seen_day, 3, 'UTC')
  FROM job_facts WHERE keyword IS NOT NULL
    AND toUInt64(substring(job_key, 2)) >= {from:UInt64} AND toUInt64(substring(job_key, 2)) < {from:UInt64} + {count:UInt64}`;

/** @returns seconds that the load took */
export async function loadFacts(options: LoadOptions): Promise<number> {
  const {
    url,
    password,
    database,
    rows,
    firstRow = 0,
    corpus,
    alsoJobs = false,
    alsoKeywords = alsoJobs,
    alsoRepeated = false,
    progress,
  } = options;
  const statement = alsoRepeated ? multiply(REPEATED, BASE_SQL) : MULTIPLIED;
  const startedAt = performance.now();
  await migrate({ url, user: "default", password, database });
  const client = createClient({ url, username: "default", password, database, request_timeout: 3_600_000 });
  const seeds = await loadSeed(client, corpus, Math.min(TEMPLATES, firstRow + rows));
  const end = firstRow + rows;
  const common = {
    seeds,
    rows: end,
    span: LOADED_DAYS * 86_400_000,
    until: new Date(LOADED_UNTIL).toISOString().replace("T", " ").replace("Z", ""),
  };
  for (let from = firstRow; from < end; from += CHUNK_ROWS) {
    const chunk = { ...common, from, count: Math.min(CHUNK_ROWS, end - from) };
    await client.command({ query: statement, query_params: chunk });
    if (alsoJobs) await client.command({ query: TO_JOBS, query_params: chunk });
    if (alsoKeywords) await client.command({ query: TO_KEYWORDS, query_params: chunk });
    const seconds = (performance.now() - startedAt) / 1000;
    progress(`load: ${from + chunk.count} of ${end} postings, ${seconds.toFixed(0)} s`);
  }
  await client.command({ query: "DROP TABLE load_seed" });
  const loaded = (performance.now() - startedAt) / 1000;
  progress("load: waiting for the merges that it left");
  await mergesEnd(client, database);
  await client.close();
  progress(`load: merged, ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  return loaded;
}

/** A running service has few merges at a time: those of a load would be measured with what comes after it. */
async function mergesEnd(client: ClickHouseClient, database: string): Promise<void> {
  const query = "SELECT 1 FROM system.merges WHERE database = {database:String} LIMIT 1";
  for (;;) {
    const answer = await client.query({ query, query_params: { database }, format: "JSONEachRow" });
    if ((await answer.json()).length === 0) return;
    await sleep(500);
  }
}

/** @returns the number of templates */
async function loadSeed(client: ClickHouseClient, corpus: string | null, size: number): Promise<number> {
  await client.command({ query: "DROP TABLE IF EXISTS load_seed" });
  await client.command({
    query: `CREATE TABLE load_seed ENGINE = Memory AS
      SELECT toUInt32(0) AS seed, ${SEED_COLUMNS.join(", ")} FROM job_facts LIMIT 0`,
  });
  const { postings } = loadCorpus(corpus === null ? { size } : { file: corpus });
  const instants = new Set(instantsOf(jobFacts.columns));
  const keys = new Map<string, string>();
  const keyOf = (company: string): string => {
    const key = keys.get(company) ?? `c${keys.size}`;
    keys.set(company, key);
    return key;
  };
  const lines = postings.slice(0, TEMPLATES).flatMap((posting, at) => {
    const companyKey = keyOf(posting.company);
    const raw = qcwyFields({ key: String(100_000_000 + at), companyKey, posting });
    const job = parseJob(raw)?.job;
    if (!job) return [];
    const values = job as Record<string, unknown>;
    const fields = SEED_COLUMNS.map((name) => [
      name,
      // Times are the row's own.
      instants.has(name) ? (name === "collected_at" ? 0 : null) : (values[name] ?? null),
    ]);
    return [Object.fromEntries(fields) as Record<string, unknown>];
  });
  const numbered = lines.map((line, seed) => ({ ...line, seed }));
  for (let at = 0; at < numbered.length; at += SEED_LINES) {
    await client.insert({
      table: "load_seed",
      values: numbered.slice(at, at + SEED_LINES),
      format: "JSONEachRow",
    });
  }
  return numbered.length;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [url = "", database = "jobdata", rows = "500000", corpus] = process.argv.slice(2);
  await loadFacts({
    url,
    database,
    password: process.env.CLICKHOUSE_PASSWORD ?? "",
    rows: Number(rows),
    corpus: corpus ?? null,
    alsoJobs: true,
    progress: (text) => process.stderr.write(`${text}\n`),
  });
}
