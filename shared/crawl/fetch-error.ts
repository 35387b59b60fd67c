/** Thrown when no answer came because the connection or the browser failed or the time-out passed. It is retried as outcome `network` (B7). */
export class FetchError extends Error {
  readonly outcome = "network";

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "FetchError";
  }
}

/** Thrown when every browser is in use. No request was sent, so the work is given back without counting an attempt. */
export class BrowserBusyError extends Error {
  /** A retry makes sense after this time, milliseconds. */
  readonly waitMs: number;

  constructor(waitMs: number) {
    super(`no browser became free; asking again makes sense in ${waitMs} ms`);
    this.name = "BrowserBusyError";
    this.waitMs = waitMs;
  }
}
