/** Table of contents of the edge script: what answers requests, cron and queues, and the object classes. */
import { BrowserBroker } from "../durable-objects/browser-broker/object.ts";
import { IngestLedger } from "../durable-objects/ingest-ledger/object.ts";
import { KeywordLedger } from "../durable-objects/keyword-ledger/object.ts";
import { Lock } from "../durable-objects/lock/object.ts";
import { PlatformGate } from "../durable-objects/platform-gate/object.ts";
import { SeenIndex } from "../durable-objects/seen-index/object.ts";

export default {
  async fetch(): Promise<Response> {
    return new Response("ok");
  },
} satisfies ExportedHandler<Env>;

export { BrowserBroker, IngestLedger, KeywordLedger, Lock, PlatformGate, SeenIndex };
