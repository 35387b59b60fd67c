/** The main job runs end to end: the API adds keywords, one tick fires, all postings of the boards are stored. */
import { afterEach, expect, test } from "vitest";
import { PLATFORMS } from "../shared/contracts/vocabulary.ts";
import { WHOLE_CORPUS } from "./support/corpus-file.ts";
import { crawlAll, type Search } from "./support/crawl-all.ts";
import { expectNothingLost } from "./support/invariant.ts";
import { type System, startSystem } from "./support/system.ts";

const KEYWORDS = ["Java", "Python", "测试", "嵌入式", "后端", "数据", "算法", "产品", "运维", "开发"];
KEYWORDS.push("工程师", "销售", "机械", "通信", "自动化", "软件");
const CITIES = ["上海", "深圳", "广州", "武汉"];
const NOBODY_SEEKS = "没有这样的职位";
const MANY: Search[] = [
  ...KEYWORDS.flatMap((keyword) => CITIES.map((city) => ({ keyword, city }))),
  // This search has more than every site's cap: splitting reaches it all.
  { keyword: "工程师", city: "全国" },
  { keyword: NOBODY_SEEKS, city: "北京" },
];

let system: System | undefined;
afterEach(async () => {
  await system?.close();
  system = undefined;
});

test("brings every posting of more than 60 pairs of keyword and city into ClickHouse, once", async () => {
  expect(MANY.length).toBeGreaterThanOrEqual(60);
  system = await startSystem(WHOLE_CORPUS);
  const keywords = await crawlAll(system, MANY);
  await expectNothingLost(system);
  const empty = keywords.filter(({ keyword }) => keyword === NOBODY_SEEKS);
  expect(empty.map(({ last_outcome }) => last_outcome)).toEqual(PLATFORMS.map(() => "true-zero"));
});
