/** Services of a crawl lane on the edge, which `workers/services.ts` builds and tests replace. */
import type { Config } from "../../shared/config.ts";
import type { CompanyLedgerApi } from "../../shared/contracts/company-ledger.ts";
import type { KeywordLedgerApi } from "../../shared/contracts/keyword-ledger.ts";
import type { NodeFleetApi } from "../../shared/contracts/node-fleet.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { CrawlServices } from "../../shared/crawl/crawl-services.ts";
import type { Logger } from "../../shared/log.ts";

export interface EdgeCrawlServices extends CrawlServices {
  config: Config;
  logger: Logger;
  ledger(platform: Platform, shard: number): KeywordLedgerApi;
  /** The cleaning queue of a platform. */
  companyLedger(platform: Platform): CompanyLedgerApi;
  fleet: Pick<NodeFleetApi, "demand">;
}
