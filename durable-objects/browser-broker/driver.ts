/** The one thing the broker does to a browser itself. Tests put their own in its place. */
export interface BrowserDriver {
  /** Throws when there is no such session any more. */
  close(sessionId: string): Promise<void>;
}

export function puppeteerDriver(env: Env): BrowserDriver {
  return {
    async close(sessionId) {
      // Loaded when needed: the library is large, and most isolates never close a browser.
      const { connect } = await import("@cloudflare/puppeteer");
      const browser = await connect(env.BROWSER, sessionId);
      await browser.close();
    },
  };
}
