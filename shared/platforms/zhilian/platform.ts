import type { PlatformDefinition } from "../definition.ts";

const STAFF_FIELDS = new Set(["hrJob", "hrOnlineState", "hrStateInfo"]);

/** 智联招聘. */
export const zhilian: PlatformDefinition = {
  label: { zh: "智联招聘", en: "Zhilian Zhaopin" },
  settings: {
    list_url: "https://fe-api.zhaopin.com",
    detail_url: "https://fe-api.zhaopin.com",
    company_url: "https://company.zhaopin.com",
    fetch_mode: "http",
    delay_ms: 3000,
    jitter_ms: 2000,
    concurrency: 2,
    timeout_ms: 20_000,
    early_stop_pages: 2,
    // The site documents no cap: its paging ends at 50 pages of 20 rows.
    cap_rows: 1000,
    breaker_cooldown_ms: 1_800_000,
    breaker_failures: 5,
  },
  imageDomains: ["zhaopin.cn", "zhaopin.com"],
  crawlChannels: ["web"],
  companyListCap: null,
  signKey: null,
  mask: {
    people: { staffCard: STAFF_FIELDS, staff: STAFF_FIELDS },
    personal: /^(?:staff|hr)(?=[A-Z_])/,
    impersonal: new Set(["hrJob", "hrOnlineState"]),
  },
};
