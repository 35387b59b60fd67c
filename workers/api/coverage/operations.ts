import { showMarketIndex } from "../analytics/show-index.ts";
import { listCoverage } from "./list.ts";
import { listKeywordGroupCoverage } from "./list-keyword-groups.ts";
import { listNextKeywords } from "./next-keywords.ts";

export const coverageOperations = [
  listKeywordGroupCoverage,
  listNextKeywords,
  listCoverage,
  showMarketIndex,
] as const;
