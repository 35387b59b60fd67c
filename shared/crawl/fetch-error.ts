/** No answer came: the connection, the browser or the time-out failed. Outcome `network`, so it is retried (B7). */
export class FetchError extends Error {
  readonly outcome = "network";

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "FetchError";
  }
}

/** Every browser is taken. Nothing was asked of the platform: the work is given back, not counted as a try. */
export class BrowserBusyError extends Error {
  /** Asking again makes sense after this time, milliseconds. */
  readonly waitMs: number;

  constructor(waitMs: number) {
    super(`no browser became free; asking again makes sense in ${waitMs} ms`);
    this.name = "BrowserBusyError";
    this.waitMs = waitMs;
  }
}
