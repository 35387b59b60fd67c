/** What the broker itself does with browsers; tests set their own. */
export interface BrowserDriver {
  /** Ids of all running sessions. */
  list(): Promise<string[]>;
  /** @throws when the session does not exist any more */
  close(sessionId: string): Promise<void>;
}

export function puppeteerDriver(env: Env): BrowserDriver {
  // Imported when needed, because the library is large and most isolates never use a browser.
  return {
    async list() {
      const { sessions } = await import("@cloudflare/puppeteer");
      return (await sessions(env.BROWSER)).map((session) => session.sessionId);
    },
    async close(sessionId) {
      const { connect } = await import("@cloudflare/puppeteer");
      const browser = await connect(env.BROWSER, sessionId);
      await browser.close();
    },
  };
}
