import type { BrowserBrokerApi } from "../../shared/contracts/browser.ts";

/** The one broker of all browser sessions. */
export function browserBroker(env: Env): BrowserBrokerApi {
  return env.BROWSER_BROKER.getByName("broker");
}
