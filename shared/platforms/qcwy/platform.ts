import type { PlatformDefinition } from "../definition.ts";
import { MAX_PAGES, PAGE_SIZE } from "./codes.ts";

/** Secret of the `sign` header. */
export const SIGN_KEY = "QCWY_SIGN_KEY";

/** 前程无忧 (51job). */
export const qcwy: PlatformDefinition = {
  label: { zh: "前程无忧", en: "51job" },
  settings: {
    list_url: "https://we.51job.com",
    detail_url: "https://jobs.51job.com",
    company_url: "https://jobs.51job.com",
    // Static files of the search page.
    dictionary_url: "https://js.51jobcdn.com",
    fetch_mode: "http",
    delay_ms: 3000,
    jitter_ms: 2000,
    concurrency: 2,
    timeout_ms: 20_000,
    early_stop_pages: 2,
    cap_rows: MAX_PAGES * PAGE_SIZE,
    breaker_cooldown_ms: 1_800_000,
    breaker_failures: 5,
  },
  imageDomains: ["51jobcdn.com", "51job.com"],
  crawlChannels: ["web"],
  companyListCap: null,
  signKey: SIGN_KEY,
  mask: {
    people: { hrInfo: new Set(["hrPosition", "hrActiveStatusGreen"]) },
    personal: /^(?:hr|(?:small|large|big)Hr)(?=[A-Z_])/,
    impersonal: new Set(["hrPosition", "hrActiveStatusGreen", "hrIsOnline", "hrLabels"]),
  },
};
