/** Coordinates detail and company pages with all other searches, over HTTP. */

import type { SleepingClock } from "../../../../shared/clock.ts";
import type { DetailPagesRequest } from "../../../../shared/contracts/node-api.ts";
import type { PageFetchClient } from "../../../../shared/contracts/seen-index.ts";
import type { NodeApi } from "../api/node-api.ts";
import type { Lease } from "./lease.ts";
import { withLease } from "./ledger-port.ts";
import { PageTurn } from "./page-turn.ts";

/** Pages in one call. */
const MAX_CALL_PAGES = 2000;

export function pageFetchesPort(parts: {
  api: NodeApi;
  clock: SleepingClock;
  lease: Lease;
}): PageFetchClient {
  const { api, lease } = parts;
  const { keyword_id: keywordId, fence } = lease.claim;
  const ask = (request: DetailPagesRequest) => withLease(parts, () => api.detailPages(keywordId, request));
  return {
    async wanted(_platform, type, pages) {
      const all: boolean[] = [];
      for (let start = 0; start < pages.length; start += MAX_CALL_PAGES) {
        const some = pages.slice(start, start + MAX_CALL_PAGES);
        const { wanted } = await ask({ op: "wanted", fence, type, pages: some });
        if (wanted?.length !== some.length) throw new Error("detail-pages: the answer has another length");
        all.push(...wanted);
      }
      return all;
    },
    async begin(_platform, type, { key, hash }) {
      const { turn } = await ask({ op: "begin", fence, type, page: { key, hash } });
      return PageTurn.parse(turn);
    },
    async leave(_platform, type, key) {
      await ask({ op: "leave", fence, type, key });
    },
    async finish(_platform, type, { key, hash }) {
      // The API decides for how long a page of a company stays known.
      await ask({ op: "finish", fence, type, page: { key, hash } });
    },
  };
}
