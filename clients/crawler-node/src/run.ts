/** Composition root of a node at work. */
import { MAX_CLOCK_SKEW_MS } from "../../../shared/contracts/node-api.ts";
import type { CrawlLogger } from "../../../shared/crawl/crawl-services.ts";
import { ApiAway, type ApiClient, ApiRefusal, createApiClient } from "./api/api-client.ts";
import { createNodeApi, whoAmI } from "./api/node-api.ts";
import { repeat } from "./api/patience.ts";
import { type Settings, SettingsError } from "./cli/settings.ts";
import { createClock } from "./clock.ts";
import { FolderTaken, takeDataFolder } from "./data-folder.ts";
import { EXIT } from "./exit.ts";
import { createChromium } from "./fetch/chromium.ts";
import { CrawlerNode } from "./loop/node.ts";
import { messageOf } from "./message-of.ts";
import { createMeter } from "./metrics/measure.ts";
import { entryFolder } from "./outbox/entry-folder.ts";
import { createOutbox } from "./outbox/outbox.ts";
import { sendEntry } from "./outbox/send-entry.ts";
import { lookReady } from "./ready.ts";
import { fileProxies } from "./routes/file-proxies.ts";
import { createPool } from "./routes/pool.ts";
import { readProxies } from "./routes/read-proxies.ts";
import { createRouter } from "./routes/router.ts";

const MEGABYTE = 1024 * 1024;

/**
 * Works until `stop`; resolves with the exit code.
 * @throws SettingsError
 */
export async function runNode(settings: Settings, logger: CrawlLogger, stop: AbortSignal): Promise<number> {
  const proxies = readProxies(settings.proxies);
  const ready = await lookReady(settings);
  for (const { platform, reason } of ready.leftOut)
    logger.warn("node.platform-left-out", { platform, reason });
  if (ready.platforms.length === 0)
    throw new SettingsError("--platforms: this machine can crawl none of them");
  let free: () => Promise<void>;
  try {
    free = await takeDataFolder(settings.data);
  } catch (error) {
    const reason = error instanceof FolderTaken ? error.message : `${settings.data}: ${messageOf(error)}`;
    logger.error("node.no-data-folder", { reason });
    return EXIT.failed;
  }
  try {
    const client = createApiClient(settings.api, settings.key);
    const nodeId = settings.node ?? (await askNodeId(client, logger, stop));
    if (nodeId === null) return stop.aborted ? EXIT.ok : EXIT.key;
    const api = createNodeApi(client, nodeId);
    const outbox = createOutbox({
      folder: entryFolder(settings.data),
      send: sendEntry(api),
      // A stop does not hasten it: it has an end of its own.
      clock: createClock(new AbortController().signal),
      logger,
      nodeId,
      maxBytes: settings.spoolMaxMb * MEGABYTE,
    });
    const now = () => Date.now();
    const node = new CrawlerNode(
      { ...settings, platforms: ready.platforms },
      {
        api,
        outbox,
        router: createRouter(createPool(api, createClock(stop), logger), fileProxies(proxies, now, logger)),
        chromium: ready.chromium === null ? null : createChromium(ready.chromium),
        logger,
        measure: createMeter(settings.data),
      },
    );
    if (stop.aborted) return EXIT.ok;
    stop.addEventListener("abort", () => node.stop("signal"));
    await node.run();
    return EXIT.ok;
  } finally {
    await free();
  }
}

/** Patient: a node may start before its API. @returns null when the API refuses, or at a stop */
async function askNodeId(client: ApiClient, logger: CrawlLogger, stop: AbortSignal): Promise<string | null> {
  let told = false;
  const ask = () =>
    whoAmI(client).catch((error) => {
      if (error instanceof ApiAway && !told) logger.warn("node.waits-for-api", { error: error.message });
      told = true;
      throw error;
    });
  try {
    const me = await repeat(createClock(stop), ask, () => !stop.aborted);
    const skewMs = client.skewMs() ?? 0;
    if (Math.abs(skewMs) > MAX_CLOCK_SKEW_MS)
      logger.error("node.clock-off", {
        skew_ms: skewMs,
        reason: "set this machine's clock (NTP): the API refuses its calls",
      });
    if (me.node) return me.node;
    logger.error("node.wrong-key", {
      reason: "this key is not of a crawler node: register one and use its key",
    });
  } catch (error) {
    if (error instanceof ApiRefusal) logger.error("node.key-refused", { reason: error.message });
    else if (!stop.aborted) throw error;
  }
  return null;
}
