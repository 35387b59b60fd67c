import type { NodeApi } from "../api/node-api.ts";
import type { SendEntry } from "./outbox.ts";

const BATCH_TIMEOUT_MS = 30_000;

/** Sends each kind of entry by the call of the API that it is for. */
export const sendEntry =
  (api: NodeApi): SendEntry =>
  ({ header, payload }, signal) => {
    switch (header.kind) {
      case "batch":
        return api.storeBatch(header.head, payload, { signal, timeoutMs: BATCH_TIMEOUT_MS });
      case "progress":
        return api.progress(header.keyword_id, header.request, { signal });
      case "settle":
        return api.settle(header.keyword_id, header.request, { signal });
    }
  };
