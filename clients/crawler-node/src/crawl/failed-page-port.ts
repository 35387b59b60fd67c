/** Uploads what a site sent instead of a list, for a person to look at (C5). */

import type { SleepingClock } from "../../../../shared/clock.ts";
import { MAX_FAILED_PAGE_BYTES, MAX_SCREENSHOT_BYTES } from "../../../../shared/contracts/node-api.ts";
import type { CrawlLogger, CrawlServices } from "../../../../shared/crawl/crawl-services.ts";
import { FetchError } from "../../../../shared/crawl/fetch-error.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import type { NodeApi } from "../api/node-api.ts";
import type { Lease } from "./lease.ts";
import { withLease } from "./ledger-port.ts";

const EMPTY_BODY = "(the answer had no body)";

export function failedPagePort(parts: {
  api: NodeApi;
  clock: SleepingClock;
  lease: Lease;
  logger: CrawlLogger;
}): CrawlServices["storeFailedPage"] {
  const { api, lease, logger } = parts;
  const { keyword_id: keywordId, fence } = lease.claim;
  return async (_claim, page, answer, why) => {
    const query = {
      fence,
      page,
      status: answer.status,
      outcome: why.outcome,
      reason: why.reason.slice(0, 500),
    };
    const body = cutBytes(answer.body || EMPTY_BODY, MAX_FAILED_PAGE_BYTES);
    const type = answer.body.trimStart().startsWith("<") ? "text/html" : "application/json";
    const { key } = await withLease(parts, () => api.failedPage(keywordId, query, type, body));
    const { screenshot } = answer;
    if (!screenshot) return key;
    try {
      if (screenshot.length > MAX_SCREENSHOT_BYTES)
        throw new FetchError(`has ${screenshot.length} bytes, more than ${MAX_SCREENSHOT_BYTES}`);
      const picture = new Uint8Array(screenshot);
      await withLease(parts, () => api.failedPage(keywordId, query, "image/png", picture));
    } catch (error) {
      logger.warn("crawl.screenshot-failed", { key, error: messageWithCause(error) });
    }
    return key;
  };
}

/** The text's UTF-8, cut at a whole character. @param limit bytes */
function cutBytes(text: string, limit: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Buffer.from(text));
  if (bytes.length <= limit) return bytes;
  let end = limit;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.slice(0, end);
}
