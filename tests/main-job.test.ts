/** The main job runs end to end: the API adds keywords, one tick fires, all postings of the boards are stored. */
import { afterEach, describe, expect, test } from "vitest";
import { PLATFORMS } from "../shared/contracts/vocabulary.ts";
import { CORPUS_FILE } from "./support/corpus-file.ts";
import { crawlAll, type Search } from "./support/crawl-all.ts";
import { expectNothingLost } from "./support/invariant.ts";
import { type System, startSystem } from "./support/system.ts";

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
    system = await startSystem({ corpus: CORPUS_FILE === null ? { size: 4000 } : { file: CORPUS_FILE } });
    await crawlAll(system, MANY, 400_000);
    await expectNothingLost(system);
  }, 600_000);
});
