/** Makes answers, queries and settings for the tests of the platforms only. */
import { PlatformSettings } from "../../../shared/contracts/settings.ts";
import type { AdapterContext, RawAnswer, SearchQuery } from "../../../shared/platforms/adapter.ts";

export const settings = PlatformSettings.parse({
  list_url: "https://list.example/",
  detail_url: "https://detail.example",
  company_url: "https://company.example",
  fetch_mode: "http",
  delay_ms: 0,
  jitter_ms: 0,
  concurrency: 1,
  timeout_ms: 1000,
  early_stop_pages: 2,
  cap_rows: 300,
  breaker_cooldown_ms: 0,
  breaker_failures: 5,
});

/** This is 2023-11-14 22:13:20 UTC. */
export const context: AdapterContext = { settings, signKey: "test-sign-key", now: 1_700_000_000_999 };

export function answerOf(body: unknown, status = 200, headers: Record<string, string> = {}): RawAnswer {
  return { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

export function queryOf(changes: Partial<SearchQuery> = {}): SearchQuery {
  return { keyword: "Python", city: "北京", channel: "web", filters: {}, page: 1, ...changes };
}
