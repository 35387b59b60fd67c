/** What the broker itself does to browsers. Tests put their own in its place. */
export interface BrowserDriver {
  /** Ids of all sessions that run now. */
  list(): Promise<string[]>;
  /** Throws when there is no such session any more. */
  close(sessionId: string): Promise<void>;
}

export function puppeteerDriver(env: Env): BrowserDriver {
  // Loaded when needed: the library is large, and most isolates never touch a browser.
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
