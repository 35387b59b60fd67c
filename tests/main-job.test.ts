/** The main job runs end to end: the API adds keywords, one tick fires, all postings of the boards are stored. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { PLATFORMS } from "../shared/contracts/vocabulary.ts";
import { crawlAll, type Search } from "./support/crawl-all.ts";
import { expectNothingLost } from "./support/invariant.ts";
import { type System, startSystem } from "./support/system.ts";

/** This file has 5,000 real postings of 2023; where it is not beside the project, the boards generate a corpus. */
const REAL_CORPUS =
  process.env.JOBDATA_CORPUS ??
  fileURLToPath(new URL("../../shared/postings/51job-2023.csv", import.meta.url));
const FEW: Search[] = [
  { keyword: "Java", city: "上海" },
  { keyword: "Python", city: "全国" },
  { keyword: "工程师", city: "深圳" },
  { keyword: "没有这样的职位", city: "北京" },
];
const KEYWORDS = ["Java", "Python", "测试", "嵌入式", "后端", "数据", "算法", "产品", "运维", "开发"];
KEYWORDS.push("工程师", "销售", "机械", "通信", "自动化", "软件");
const CITIES = ["上海", "深圳", "广州", "武汉"];
const MANY: Search[] = [
  ...KEYWORDS.flatMap((keyword) => CITIES.map((city) => ({ keyword, city }))),
  // This search has more than every site's cap: splitting reaches it all.
  { keyword: "工程师", city: "全国" },
];

let system: System | undefined;
afterEach(async () => {
  await system?.close();
  system = undefined;
});

describe("the main job", () => {
  test("brings every posting of the searches into ClickHouse, once", async () => {
    system = await startSystem();
    const keywords = await crawlAll(system, FEW, 60_000);
    await expectNothingLost(system);
    expect(keywords.filter(({ last_outcome }) => last_outcome === "true-zero")).toHaveLength(
      PLATFORMS.length,
    );
  });

  test("does so for more than 60 pairs of keyword and city over the real corpus", async () => {
    expect(MANY.length).toBeGreaterThanOrEqual(60);
    system = await startSystem({ corpus: existsSync(REAL_CORPUS) ? { file: REAL_CORPUS } : { size: 4000 } });
    await crawlAll(system, MANY, 400_000);
    await expectNothingLost(system);
  }, 600_000);
});
