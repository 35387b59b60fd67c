import type { PlatformDefinition } from "../definition.ts";
import { CAP_ROWS } from "./codes.ts";

/** Boss直聘. */
export const boss: PlatformDefinition = {
  label: { zh: "Boss直聘", en: "Boss Zhipin" },
  settings: {
    list_url: "https://www.zhipin.com",
    detail_url: "https://www.zhipin.com",
    company_url: "https://www.zhipin.com",
    // The list is answered only with a cookie that the search page's script makes.
    fetch_mode: "browser",
    delay_ms: 10_000,
    jitter_ms: 5000,
    concurrency: 1,
    timeout_ms: 30_000,
    early_stop_pages: 2,
    cap_rows: CAP_ROWS,
    // The site orders its list by its own liking, anew for each request.
    repeat_pages: 2,
    breaker_cooldown_ms: 1_800_000,
    breaker_failures: 5,
  },
  imageDomains: ["bosszhipin.com", "zhipin.com"],
  crawlChannels: ["web"],
  companyListCap: 200,
  signKey: null,
  mask: {
    people: { bossInfo: new Set(["title", "activeTimeDesc", "bossOnline", "brandName"]) },
    personal: /^(?:encryptBoss|boss)(?=[A-Z_]|$)/,
    impersonal: new Set(["bossTitle", "bossOnline"]),
  },
};
